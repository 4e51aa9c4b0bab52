import type { NodeIndex, NodeKind, NodeSummary, WordIndex, WordPlace } from '../page-data.ts';
import type { ColumnIndex } from './column-index.ts';
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
  /** Null while they load: names are searched already. */
  readonly columns: ColumnIndex | null;
  readonly words: WordIndex | null;
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
  const { nodes, columns, words } = searched;
  const prepared: Prepared = {
    ...searched,
    labels: nodes.map(({ label }) => label.toLowerCase()),
    ids: nodes.map(({ id }) => id.toLowerCase()),
    columnNames: columns?.names.map(name => name.toLowerCase()) ?? [],
  };
  let known: Vocabulary | null = null;
  const spelled = (term: string): readonly string[] => {
    known ??= vocabulary([...prepared.labels, ...prepared.columnNames, ...(words?.words ?? [])].flatMap(partsOf));
    return corrections(term, known);
  };
  const matched = (term: string) => ({ ...matches(term, prepared), term });
  return (query, limit = 30) => {
    const typed = query.toLowerCase().split(/\s+/).filter(Boolean);
    if (typed.length === 0) return { hits: [], terms: [] };
    const found = typed.flatMap(term => {
      const asTyped = matched(term);
      if (asTyped.isAnywhere) return [asTyped];
      const other = spelled(term)
        .map(matched)
        .find(({ isAnywhere }) => isAnywhere);
      if (other !== undefined) return [other];
      // Perhaps its parts are names of their own: `net_amount` where there is `amount_net`.
      const parts = partsOf(term).filter(Boolean);
      return parts.length < 2
        ? [asTyped]
        : parts.map(part => [part, ...spelled(part)].map(matched).find(one => one.isAnywhere) ?? matched(part));
    });
    return { hits: best(found, prepared, limit), terms: found.map(({ term }) => term) };
  };
}

interface Prepared extends Searched {
  readonly labels: readonly string[];
  readonly ids: readonly string[];
  readonly columnNames: readonly string[];
}

const partsOf = (text: string): readonly string[] => text.split(/[^\p{L}\p{N}]+/u);

/** Each part of a term that is no known word becomes the nearest one. */
function corrections(term: string, known: Vocabulary): readonly string[] {
  const parts = term.split(/([^\p{L}\p{N}]+)/u);
  const options = parts.map((part, place) => (place % 2 === 1 ? [part] : [...meant(part, known), part].slice(0, 5)));
  const most = Math.max(...options.map(({ length }) => length));
  return Array.from({ length: most }, (_, place) => options.map(option => option[Math.min(place, option.length - 1)]).join(''));
}

/** For each node how well it has the word, 0 when not; and where, as a number: 0 its name, 1–4 a place, from 5 a column's name. */
interface Matches {
  readonly scores: Float32Array;
  readonly where: Int32Array;
  readonly isAnywhere: boolean;
}

function matches(term: string, prepared: Prepared): Matches {
  const size = prepared.nodes.length;
  const found = { scores: new Float32Array(size), where: new Int32Array(size), isAnywhere: false };
  const take = (index: NodeIndex, score: number, where: number): void => {
    if (score <= (found.scores[index] ?? 0)) return;
    found.scores[index] = score;
    found.where[index] = where;
    found.isAnywhere = true;
  };
  prepared.labels.forEach((label, index) => {
    const score = nameScore(label, term) || (prepared.ids[index]?.includes(term) ? 15 : 0);
    if (score > 0) take(index, score, 0);
  });
  inColumns(term, prepared, take);
  inWords(term, prepared, take);
  return found;
}

type Take = (index: NodeIndex, score: number, where: number) => void;

function nameScore(label: string, term: string): number {
  const at = label.indexOf(term);
  if (at < 0) return 0;
  if (label === term) return 100;
  const isWordStart = at === 0 || !/[\p{L}\p{N}]/u.test(label[at - 1] ?? '');
  // Of two names that both hold the word, the shorter one is nearer.
  const nearness = (10 * term.length) / label.length;
  return (at === 0 ? 60 : isWordStart ? 50 : 35) + nearness;
}

function inColumns(term: string, { columns, columnNames }: Prepared, take: Take): void {
  if (columns === null) return;
  const scores = columnNames.map(name => columnScore(name, term));
  for (let node = 0; node + 1 < columns.starts.length; node++) {
    const end = columns.starts[node + 1] ?? 0;
    for (let at = columns.starts[node] ?? 0; at < end; at++) {
      const place = columns.places[at] ?? 0;
      const score = scores[place] ?? 0;
      if (score > 0) take(node, score, places.length + 1 + place);
    }
  }
}

const columnScore = (name: string, term: string): number =>
  name === term ? 34 : name.startsWith(term) ? 26 : name.includes(term) ? 18 : 0;

/** A prefix that thousands of words have says little, and would take long. */
const mostWords = 300;

function inWords(term: string, { words }: Prepared, take: Take): void {
  if (words === null) return;
  const first = firstFrom(words.words, term);
  for (let at = first; at < first + mostWords; at++) {
    const word = words.words[at];
    if (word === undefined || !word.startsWith(term) || (term.length < 2 && word !== term)) break;
    const share = word === term ? 1 : 0.8;
    readAscending(words.places[at] ?? '', key => {
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

/** Every word has to be somewhere in the node. */
function best(found: readonly Matches[], { nodes, columns }: Prepared, limit: number): readonly Hit[] {
  const ranked: { readonly index: NodeIndex; readonly score: number }[] = [];
  nodes.forEach((node, index) => {
    if (node.visibility === 'unlisted' || found.some(({ scores }) => scores[index] === 0)) return;
    ranked.push({ index, score: found.reduce((sum, { scores }) => sum + (scores[index] ?? 0), weights[node.kind]) });
  });
  ranked.sort((a, b) => b.score - a.score || a.index - b.index);
  return ranked.slice(0, limit).map(({ index, score }) => {
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

/** The text in parts, alternately outside and inside of a match. */
export function matchParts(text: string, terms: readonly string[]): readonly string[] {
  if (terms.length === 0) return [text];
  const pattern = terms.map(term => term.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  return text.split(new RegExp(`(${pattern})`, 'i'));
}
