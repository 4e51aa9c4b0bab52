import type { RefObject, TargetedKeyboardEvent } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { WordPlace } from '../page-data.ts';
import { columnIndex } from './column-index.ts';
import { useColumns, useSite, useWords } from './data.ts';
import { recentlyVisited } from './recent.ts';
import { columnLink, nodeLink } from './route.ts';
import { createSearch, type Hit, matchParts, nameIndex } from './search.ts';
import { kindNames } from './tree.ts';

/** `/` goes to it from anywhere; arrows and Enter choose. */
export function SearchBox({ current }: { readonly current: string | null }) {
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
        placeholder="Search names, columns, text, SQL"
        aria-label="Search names, columns, descriptions and SQL"
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
      {state === 'open' && <Hits query={query} current={current} onChosen={close} />}
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

interface HitsProps {
  readonly query: string;
  /** The id of the node that the page shows. */
  readonly current: string | null;
  readonly onChosen: () => void;
}

/** Its being there makes the data load: nobody who does not search waits for it. */
function Hits({ query, current, onChosen }: HitsProps) {
  const { search, isWhole } = useSearch();
  const { hits, terms } = useMemo(() => search(query), [search, query]);
  const typed = query.trim();
  if (typed === '') return <Recent ids={recentlyVisited(current)} onChosen={onChosen} />;
  const asked = terms.join(' ');
  const isOther = hits.length > 0 && asked !== typed.toLowerCase().replace(/\s+/g, ' ');
  return (
    <div class="hits">
      <p class="unseen" role="status">
        {hits.length === 0 ? 'Nothing found' : `${hits.length} found${isOther ? ` for ${asked}` : ''}`}
      </p>
      {hits.length === 0 && <p class="nothing">{isWhole ? `Nothing has “${typed}”.` : 'Searching…'}</p>}
      {isOther && (
        <p class="nothing">
          Nothing has “{typed}”; this is what has <strong>{asked}</strong>:
        </p>
      )}
      {hits.map(hit => (
        <HitLink key={hit.index} hit={hit} terms={terms} onChosen={onChosen} />
      ))}
    </div>
  );
}

/** Before anything is typed, the way back. */
function Recent({ ids, onChosen }: { readonly ids: readonly string[]; readonly onChosen: () => void }) {
  const { indexes } = useSite();
  const hits = ids.flatMap((id): readonly Hit[] => {
    const index = indexes.get(id);
    return index === undefined ? [] : [{ index, score: 0, why: null }];
  });
  if (hits.length === 0) return null;
  return (
    <div class="hits">
      <p class="nothing">Opened before</p>
      {hits.map(hit => (
        <HitLink key={hit.index} hit={hit} terms={[]} onChosen={onChosen} />
      ))}
    </div>
  );
}

function useSearch() {
  const { nodes } = useSite();
  const [columns, words] = [useColumns(), useWords()];
  const table = columns.kind === 'here' ? columns.value : null;
  const index = words.kind === 'here' ? words.value : null;
  const names = useMemo(() => nameIndex(nodes), [nodes]);
  const ofNodes = useMemo(() => table && columnIndex(table, nodes.length), [nodes, table]);
  const search = useMemo(() => createSearch({ nodes, names, columns: ofNodes, words: index }), [nodes, names, ofNodes, index]);
  // The first answer takes some times longer than all others, so it is given before anybody waits for it: a word, and a slip.
  useEffect(() => {
    if (index === null) return;
    const timer = setTimeout(() => search('a zzzz'), 50);
    return () => clearTimeout(timer);
  }, [search, index]);
  return { search, isWhole: columns.kind !== 'loading' && words.kind !== 'loading' };
}

interface HitLinkProps {
  readonly hit: Hit;
  readonly terms: readonly string[];
  readonly onChosen: () => void;
}

function HitLink({ hit: { index, why }, terms, onChosen }: HitLinkProps) {
  const { nodes } = useSite();
  const node = nodes[index];
  if (node === undefined) return null;
  const about = node.about === null ? undefined : nodes[node.about]?.label;
  const column = why !== null && typeof why === 'object' ? why.column : null;
  return (
    <a class="hit" href={column === null ? nodeLink(node.id) : columnLink(node.id, column)} onClick={onChosen}>
      <span class="hit-name">
        <Marked text={node.label} terms={terms} />
        {about !== undefined && <span class="hit-about"> of {about}</span>}
      </span>
      <span class={`hit-kind kind-${node.kind}`}>{kindNames[node.kind][0]}</span>
      <span class="hit-why">
        {column === null ? (
          <>
            {typeof why === 'string' && <span class="hit-place">{placeWords[why]}</span>}
            <Marked text={node.summary} terms={terms} />
          </>
        ) : (
          <>
            column{' '}
            <code>
              <Marked text={column} terms={terms} />
            </code>
          </>
        )}
      </span>
    </a>
  );
}

const placeWords: Readonly<Record<WordPlace, string>> = {
  facts: 'in its tags, meta, owner or file',
  description: 'in its description',
  columns: "in a column's description",
  code: 'in its code',
};

const Marked = ({ text, terms }: { readonly text: string; readonly terms: readonly string[] }) => (
  <>{matchParts(text, terms).map((part, place) => (place % 2 === 1 ? <mark key={place}>{part}</mark> : part))}</>
);
