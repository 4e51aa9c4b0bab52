import { useMemo, useState } from 'preact/hooks';
import type { NodeDetail, NodeIndex } from '../page-data.ts';
import { useSite } from './data.ts';
import { highlight, type Token } from './highlight.ts';
import { nodeLink } from './route.ts';

/** Colours in a text longer than this would make the page slow. */
const longest = 300_000;

/** What the author wrote, and what the warehouse gets. */
export function Code({ detail, index }: { readonly detail: NodeDetail; readonly index: NodeIndex }) {
  const { code, compiledCode, language } = detail;
  // What somebody wrote of a generic test is its name and arguments, which the page has already.
  const isGeneric = code?.includes('_dbt_generic_test_kwargs') ?? false;
  const [chosen, setChosen] = useState<'source' | 'compiled'>(isGeneric ? 'compiled' : 'source');
  const text = (chosen === 'compiled' ? compiledCode : code) ?? compiledCode ?? code;
  if (text === null) return null;
  return (
    <section aria-labelledby="code">
      <div class="section-head">
        <h2 id="code">Code</h2>
        {code !== null && compiledCode !== null && (
          <fieldset class="tabs" aria-label="Which code">
            <button type="button" aria-pressed={chosen === 'source'} onClick={() => setChosen('source')}>
              Source
            </button>
            <button type="button" aria-pressed={chosen === 'compiled'} onClick={() => setChosen('compiled')}>
              Compiled
            </button>
          </fieldset>
        )}
        <CopyButton text={text} />
      </div>
      <CodeText text={text.replace(/^\s*\n|\s+$/g, '')} language={language} links={useLinks(index, detail)} />
    </section>
  );
}

interface CodeTextProps {
  readonly text: string;
  readonly language: string;
  /** Pages of names in the code. */
  readonly links: ReadonlyMap<string, string>;
}

function CodeText({ text, language, links }: CodeTextProps) {
  const tokens = useMemo<readonly Token[]>(
    () => (text.length > longest ? [{ kind: 'plain', text }] : highlight(text, language)),
    [text, language],
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
    <pre class="code" tabIndex={0}>
      <code>
        {tokens.map((token, place) => (
          <TokenText key={place} token={token} href={linkOf(token, links)} />
        ))}
      </code>
    </pre>
  );
}

function TokenText({ token: { kind, text }, href }: { readonly token: Token; readonly href: string | undefined }) {
  if (href !== undefined) {
    return (
      <a class={kind} href={href}>
        {text}
      </a>
    );
  }
  return <span class={kind}>{text}</span>;
}

function linkOf({ kind, text }: Token, links: ReadonlyMap<string, string>): string | undefined {
  if (kind === 'string') return links.get(`'${text.slice(1, -1)}'`);
  return kind === 'call' ? links.get(text) : undefined;
}

/** Of what a node reads, by the name in quotes; of what it calls, by the name alone. */
function useLinks(index: NodeIndex, detail: NodeDetail): ReadonlyMap<string, string> {
  const { nodes } = useSite();
  return useMemo(() => {
    const links = new Map<string, string>();
    for (const parent of nodes[index]?.parents ?? []) {
      const id = nodes[parent]?.id ?? '';
      const name = id.split('.')[id.startsWith('source.') ? 3 : 2];
      if (name !== undefined) links.set(`'${name}'`, nodeLink(id));
    }
    for (const macro of detail.macros) {
      const id = nodes[macro]?.id ?? '';
      links.set(id.split('.').at(-1) ?? '', nodeLink(id));
    }
    return links;
  }, [index, detail, nodes]);
}

export function CopyButton({ text }: { readonly text: string }) {
  const [state, setState] = useState<'ready' | 'copied' | 'failed'>('ready');
  const copy = (): void => {
    const written = navigator.clipboard?.writeText(text) ?? Promise.reject(new Error('no clipboard'));
    written.then(
      () => setState('copied'),
      () => setState('failed'),
    );
    setTimeout(() => setState('ready'), 2000);
  };
  const words = { ready: 'Copy', copied: 'Copied', failed: 'Not allowed' };
  return (
    <button type="button" class="button quiet copy" onClick={copy}>
      <span aria-live="polite">{words[state]}</span>
    </button>
  );
}
