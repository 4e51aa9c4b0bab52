import type { RefObject, TargetedKeyboardEvent } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useSearchWords, useSite } from './data.ts';
import { columnLink, nodeLink } from './route.ts';
import { type Hit, matchParts, search } from './search.ts';
import { kindNames } from './tree.ts';

/** `/` goes to it from anywhere; arrows and Enter choose. */
export function SearchBox() {
  const input = useRef<HTMLInputElement>(null);
  const box = useRef<HTMLElement>(null);
  const [query, setQuery] = useState('');
  const [state, setState] = useState<'unused' | 'open' | 'closed'>('unused');
  useKeyToFocus(input);
  const close = (): void => setState('closed');
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLElement>): void => {
    if (event.key === 'Escape') {
      close();
      input.current?.blur();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      moveFocus(event.key === 'ArrowDown' ? 1 : -1, box.current, input.current);
    } else if (event.key === 'Enter' && event.target === input.current) {
      box.current?.querySelector<HTMLAnchorElement>('a.hit')?.click();
    }
  };
  const onFocusOut = (event: FocusEvent): void => {
    if (!(event.relatedTarget instanceof Node && box.current?.contains(event.relatedTarget))) close();
  };
  return (
    <search ref={box} class="search" onKeyDown={onKeyDown} onFocusOut={onFocusOut}>
      <input
        ref={input}
        type="search"
        placeholder="Search names, columns, descriptions"
        aria-label="Search names, columns and descriptions"
        aria-keyshortcuts="/"
        autocomplete="off"
        spellcheck={false}
        value={query}
        onFocus={() => setState('open')}
        onInput={event => {
          setQuery(event.currentTarget.value);
          setState('open');
        }}
      />
      <span class="key" aria-hidden="true">
        /
      </span>
      {state === 'open' && <Hits query={query} onChosen={close} />}
    </search>
  );
}

function useKeyToFocus(input: RefObject<HTMLInputElement | null>): void {
  // Before the first painting: whoever sees the page may press the key at once.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName));

/** The hits are links, so what moves is the focus: Enter, and opening in a new tab, come from the browser. */
function moveFocus(by: 1 | -1, box: HTMLElement | null, input: HTMLInputElement | null): void {
  const stops = [input, ...(box?.querySelectorAll<HTMLAnchorElement>('a.hit') ?? [])];
  const at = stops.indexOf(document.activeElement as HTMLAnchorElement);
  stops[(at + by + stops.length) % stops.length]?.focus();
}

/** Its being there makes the words load: nobody who does not search waits for them. */
function Hits({ query, onChosen }: { readonly query: string; readonly onChosen: () => void }) {
  const { nodes } = useSite();
  const loaded = useSearchWords();
  const words = loaded.kind === 'here' ? loaded.value : null;
  const hits = useMemo(() => search(query, { nodes, words }), [query, nodes, words]);
  if (query.trim() === '') return null;
  return (
    <div class="hits">
      <p class="unseen" role="status">
        {hits.length === 0 ? 'Nothing found' : `${hits.length} found`}
      </p>
      {hits.length === 0 && <p class="nothing">{loaded.kind === 'loading' ? 'Searching…' : `Nothing has “${query.trim()}”.`}</p>}
      {hits.map(hit => (
        <HitLink key={hit.index} hit={hit} query={query} onChosen={onChosen} />
      ))}
    </div>
  );
}

function HitLink({ hit, query, onChosen }: { readonly hit: Hit; readonly query: string; readonly onChosen: () => void }) {
  const { nodes } = useSite();
  const node = nodes[hit.index];
  if (node === undefined) return null;
  const about = node.kind === 'test' ? node.folders[0] : undefined;
  return (
    <a class="hit" href={hit.column === null ? nodeLink(node.id) : columnLink(node.id, hit.column)} onClick={onChosen}>
      <span class="hit-name">
        <Marked text={node.label} query={query} />
        {about !== undefined && <span class="hit-about"> of {about}</span>}
      </span>
      <span class="hit-kind">{kindNames[node.kind][0]}</span>
      <span class="hit-why">
        {hit.column === null ? (
          <Marked text={hit.excerpt ?? node.summary} query={query} />
        ) : (
          <>
            column{' '}
            <code>
              <Marked text={hit.column} query={query} />
            </code>
          </>
        )}
      </span>
    </a>
  );
}

const Marked = ({ text, query }: { readonly text: string; readonly query: string }) => (
  <>{matchParts(text, query).map((part, place) => (place % 2 === 1 ? <mark key={place}>{part}</mark> : part))}</>
);
