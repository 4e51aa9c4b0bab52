import DOMPurify, { type Config } from 'dompurify';
import { marked } from 'marked';
import { useLayoutEffect, useRef } from 'preact/hooks';

const purify = DOMPurify(window);

const options: Config & { readonly RETURN_DOM_FRAGMENT: true } = {
  USE_PROFILES: { html: true },
  FORBID_TAGS: [
    'form',
    'input',
    'button',
    'textarea',
    'select',
    'option',
    'style',
    'audio',
    'video',
    'source',
    'picture',
    'dialog',
    'base',
  ],
  FORBID_ATTR: ['style', 'class', 'id', 'name', 'srcset', 'background', 'target', 'tabindex', 'accesskey'],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  RETURN_DOM_FRAGMENT: true,
};

purify.addHook('afterSanitizeAttributes', element => {
  if (element.tagName === 'A') safeLink(element);
  if (element.tagName === 'IMG') localImage(element);
});

/** Only to the web, to mail, and within this page. */
function safeLink(link: Element): void {
  const href = link.getAttribute('href') ?? '';
  if (/^#!?\//.test(href)) return;
  if (!/^(https?:\/\/|mailto:)/i.test(href)) {
    link.removeAttribute('href');
    return;
  }
  link.setAttribute('rel', 'noopener noreferrer');
  link.setAttribute('target', '_blank');
}

/** The page loads nothing from the web, so an image from there stays a link to it. */
function localImage(image: Element): void {
  const src = image.getAttribute('src') ?? '';
  if (src.startsWith('data:image/')) return;
  const link = document.createElement('a');
  link.textContent = image.getAttribute('alt') || src;
  link.setAttribute('href', src);
  safeLink(link);
  image.replaceWith(link);
}

/** A description, which anyone who can write to the project or to a package wrote: nothing in it may run. */
export function Markdown({ text }: { readonly text: string }) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    box.current?.replaceChildren(rendered(text));
  }, [text]);
  return <div ref={box} class="markdown" />;
}

function rendered(text: string): Node {
  try {
    return purify.sanitize(marked.parse(text, { async: false, gfm: true }), options);
  } catch {
    // Nesting without end, say: better plain than not at all.
    return document.createTextNode(text);
  }
}
