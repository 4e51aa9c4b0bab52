import type { NodeIndex, NodeKind, NodeSummary, WordIndex, WordPlace } from '../page-data.ts';
import type { ColumnIndex } from './column-index.ts';
import { type Haystack, has, haystack, search } from './haystack.ts';
import { meant, type Vocabulary, vocabulary } from './typo.ts';
import { readAscending } from './varint.ts';

export interface Hit {
  readonly index: NodeIndex;
  readonly score: number;
  /** The first place that is not the name in which a word was found; null when the name has all of them. */
  readonly why: WordPlace | { readonly column: string } | null;
}

export interface Answer {
  readonly hits: readonly Hit[];
  /** What was searched for, lower-case: other words than the typed ones where only those are there. */
  readonly terms: readonly string[];
}

export interface Searched {
  readonly nodes: readonly NodeSummary[];
  readonly names: NameIndex;
  /** Null while they load: names are searched already. */
  readonly columns: ColumnIndex | null;
  readonly words: WordIndex | null;
}

/** Of nodes, in lower case. */
export interface NameIndex {
  readonly labels: readonly string[];
  readonly inLabels: Haystack;
  readonly inIds: Haystack;
}

export function nameIndex(nodes: readonly NodeSummary[]): NameIndex {
  const labels = nodes.map(({ label }) => label.toLowerCase());
  return { labels, inLabels: haystack(labels), inIds: haystack(nodes.map(({ id }) => id.toLowerCase())) };
}

export type Search = (query: string, limit?: number) => Answer;

/** As the numbers of `docs/words.ts` mean it, with what a word there weighs. */
const places: readonly (readonly [WordPlace, number])[] = [
  ['facts', 20],
  ['description', 10],
  ['columns', 6],
  ['code', 4],
];

/** Made once for the data; then an answer takes milliseconds. */
export function createSearch(searched: Searched): Search {
  const { words } = searched;
  const prepared = prepare(searched);
  const matched = remembering((term: string) => matches(term, prepared));
  let known: Vocabulary | null = null;
  const spelled = remembering((term: string): readonly string[] => {
    if (words === null) return [];
    known ??= vocabulary([...words.words.filter(word => !word.includes('_')), ...words.nameWords]);
    return corrections(term, known);
  });
  const firstFound = (terms: readonly string[]): Matches | null => {
    for (const term of terms) {
      const found = matched(term);
      if (found.isAnywhere) return found;
    }
    return null;
  };
  const nearest = (term: string): readonly Matches[] => {
    const whole = firstFound([term]) ?? firstFound(spelled(term));
    if (whole !== null) return [whole];
    // Perhaps its parts are names of their own: `net_amount` where there is `amount_net`.
    const parts = partsOf(term);
    if (parts.length < 2) return [matched(term)];
    return parts.map(part => firstFound([part]) ?? firstFound(spelled(part)) ?? matched(part));
  };
  return (query, limit = 30) => {
    const typed = query.toLowerCase().split(/\s+/).filter(Boolean);
    if (typed.length === 0) return { hits: [], terms: [] };
    const found = typed.flatMap(nearest);
    return { hits: best(found, prepared, limit), terms: found.map(({ term }) => term) };
  };
}

/** Who types or deletes a letter asks again for the other words. */
function remembering<T>(answer: (term: string) => T, most = 16): (term: string) => T {
  const known = new Map<string, T>();
  return term => {
    const found = known.get(term) ?? answer(term);
    known.delete(term);
    known.set(term, found);
    const oldest = known.keys().next();
    if (known.size > most && oldest.done !== true) known.delete(oldest.value);
    return found;
  };
}

interface Prepared extends Searched {
  readonly columnNames: readonly string[];
  readonly inColumnNames: Haystack;
}

function prepare(searched: Searched): Prepared {
  const columnNames = searched.columns?.names.map(name => name.toLowerCase()) ?? [];
  return { ...searched, columnNames, inColumnNames: haystack(columnNames) };
}

const partsOf = (text: string): readonly string[] => text.match(/[\p{L}\p{N}]+/gu) ?? [];

/** Each part of a term that is no known word becomes the nearest one. */
function corrections(term: string, known: Vocabulary): readonly string[] {
  const parts = term.split(/([^\p{L}\p{N}]+)/u);
  const options = parts.map((part, place) => (place % 2 === 1 ? [part] : [...meant(part, known), part].slice(0, 5)));
  const most = Math.max(...options.map(({ length }) => length));
  return Array.from({ length: most }, (_, place) => options.map(option => option[Math.min(place, option.length - 1)]).join(''));
}

/** For each node how well it has the term, 0 when not; and where, as a number: 0 its name, 1–4 a place, from 5 a column's name. */
interface Matches {
  readonly term: string;
  readonly scores: Float32Array;
  readonly where: Int32Array;
  readonly isAnywhere: boolean;
}

function matches(term: string, prepared: Prepared): Matches {
  const { labels, inLabels, inIds } = prepared.names;
  const size = labels.length;
  const found = { term, scores: new Float32Array(size), where: new Int32Array(size), isAnywhere: false };
  const take = (index: NodeIndex, score: number, where: number): void => {
    if (score <= (found.scores[index] ?? 0)) return;
    found.scores[index] = score;
    found.where[index] = where;
    found.isAnywhere = true;
  };
  search(inLabels, term, (index, at) => take(index, nameScore(labels[index] ?? '', term, at), 0));
  search(inIds, term, index => take(index, 15, 0));
  inColumns(term, prepared, take);
  inWords(term, prepared, take);
  return found;
}

type Take = (index: NodeIndex, score: number, where: number) => void;

function nameScore(label: string, term: string, at: number): number {
  if (label === term) return 100;
  const isWordStart = at === 0 || !/[\p{L}\p{N}]/u.test(label[at - 1] ?? '');
  // Of two names that both hold the word, the shorter one is nearer.
  const nearness = (10 * term.length) / label.length;
  return (at === 0 ? 60 : isWordStart ? 50 : 35) + nearness;
}

function inColumns(term: string, { columns, columnNames, inColumnNames }: Prepared, take: Take): void {
  if (columns === null || !has(inColumnNames, term)) return;
  const scores = new Uint8Array(columnNames.length);
  search(inColumnNames, term, (place, at) => {
    scores[place] = at > 0 ? 18 : columnNames[place] === term ? 34 : 26;
  });
  const { starts, places: names } = columns;
  for (let node = 0; node + 1 < starts.length; node++) {
    const end = starts[node + 1] ?? 0;
    for (let at = starts[node] ?? 0; at < end; at++) {
      const name = names[at] ?? 0;
      const score = scores[name] ?? 0;
      if (score > 0) take(node, score, places.length + 1 + name);
    }
  }
}

/** A prefix that thousands of words have says little, and reading where each of them is would take long. */
const mostWords = 300;
/** Characters of lists of places that are read for a prefix. */
const mostRead = 300_000;

function inWords(term: string, { words }: Prepared, take: Take): void {
  if (words === null) return;
  const first = firstFrom(words.words, term);
  for (let [at, read] = [first, 0]; at < first + mostWords && read < mostRead; at++) {
    const word = words.words[at];
    if (word === undefined || !word.startsWith(term) || (term.length < 2 && word !== term)) break;
    const share = word === term ? 1 : 0.8;
    const text = words.places[at] ?? '';
    read += text.length;
    readAscending(text, key => {
      const place = key % places.length;
      take((key - place) / places.length, (places[place]?.[1] ?? 0) * share, place + 1);
    });
  }
}

/** The place of the first word that does not come before the text. */
function firstFrom(words: readonly string[], text: string): number {
  let [low, high] = [0, words.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((words[middle] ?? '') < text) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Tests are named after what they test, so they would hide it. */
const weights: Readonly<Record<NodeKind, number>> = {
  model: 9,
  source: 7,
  snapshot: 7,
  seed: 6,
  exposure: 7,
  metric: 6,
  semantic_model: 4,
  saved_query: 4,
  function: 4,
  group: 4,
  analysis: 3,
  macro: 2,
  unit_test: -20,
  test: -30,
};

interface Ranked {
  readonly index: NodeIndex;
  readonly score: number;
}

/** Every word has to be somewhere in the node. */
function best(found: readonly Matches[], { nodes, columns }: Prepared, limit: number): readonly Hit[] {
  const ranked: Ranked[] = [];
  nodes.forEach(({ kind, visibility }, index) => {
    if (visibility === 'unlisted') return;
    let score = weights[kind];
    for (const { scores } of found) {
      const one = scores[index] ?? 0;
      if (one === 0) return;
      score += one;
    }
    rank({ index, score }, ranked, limit);
  });
  return ranked.map(({ index, score }) => {
    const where = found.map(one => one.where[index] ?? 0);
    const column = where.find(number => number > places.length);
    const place = where.find(number => number > 0);
    const name = column === undefined ? undefined : columns?.names[column - places.length - 1];
    return {
      index,
      score,
      why: name !== undefined ? { column: name } : place === undefined ? null : (places[place - 1]?.[0] ?? null),
    };
  });
}

/** Keeps the best, best first; of equals, what came first. Sorting all of them would take longer than finding them did. */
function rank(one: Ranked, ranked: Ranked[], limit: number): void {
  if (ranked.length >= limit && one.score <= (ranked.at(-1)?.score ?? 0)) return;
  let at = ranked.length;
  while (at > 0 && (ranked[at - 1]?.score ?? 0) < one.score) at--;
  ranked.splice(at, 0, one);
  if (ranked.length > limit) ranked.pop();
}

/** The text in parts, alternately outside and inside of a match. */
export function matchParts(text: string, terms: readonly string[]): readonly string[] {
  if (terms.length === 0) return [text];
  const pattern = terms.map(term => term.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  return text.split(new RegExp(`(${pattern})`, 'i'));
}
