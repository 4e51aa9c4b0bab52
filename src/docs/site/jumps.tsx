import { useLayoutEffect, useState } from 'preact/hooks';

interface Section {
  readonly id: string;
  readonly title: string;
}

/** To the parts of a long page. Buttons, since the address after the `#` is the page's own. */
export function Jumps() {
  const [sections, setSections] = useState<readonly Section[]>([]);
  useLayoutEffect(() => {
    const heads = [...document.querySelectorAll<HTMLElement>('main section > h2[id], main .section-head > h2[id]')];
    setSections(heads.map(({ id, innerText }) => ({ id, title: innerText })));
  }, []);
  if (sections.length < 3) return null;
  return (
    <nav class="jumps" aria-label="On this page">
      {sections.map(({ id, title }) => (
        <button key={id} type="button" onClick={() => jumpTo(id)}>
          {title}
        </button>
      ))}
    </nav>
  );
}

function jumpTo(id: string): void {
  const head = document.getElementById(id);
  head?.scrollIntoView({ block: 'start' });
  head?.setAttribute('tabindex', '-1');
  head?.focus({ preventScroll: true });
}
