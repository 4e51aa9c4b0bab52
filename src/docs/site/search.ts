import type { NodeIndex, NodeKind, NodeSummary, SearchWords } from '../page-data.ts';

export interface Hit {
  readonly index: NodeIndex;
  readonly score: number;
  /** Where the words are, if not in the name. */
  readonly column: string | null;
  /** Text around the first word, when only the description has it. */
  readonly excerpt: string | null;
}

export interface Searched {
  readonly nodes: readonly NodeSummary[];
  /** Null while they load: names are searched already. */
  readonly words: readonly SearchWords[] | null;
}

/** Every word of the query has to be somewhere in the node: its name, columns, tags or description. */
export function search(query: string, { nodes, words }: Searched, limit = 30): readonly Hit[] {
  const terms = query
    .toLowerCase()
    .split(/\s+/)
    .filter(term => term !== '');
  if (terms.length === 0) return [];
  const hits = nodes.flatMap((node, index) =>
    node.visibility === 'unlisted' ? [] : (hitOf(index, node, { words: words?.[index] ?? noWords, terms }) ?? []),
  );
  return hits.sort((a, b) => b.score - a.score || a.index - b.index).slice(0, limit);
}

const noWords: SearchWords = { description: '', columns: [], tags: [] };

interface Asked {
  readonly words: SearchWords;
  readonly terms: readonly string[];
}

function hitOf(index: NodeIndex, node: NodeSummary, { words, terms }: Asked): Hit | null {
  const label = node.label.toLowerCase();
  const description = words.description.toLowerCase();
  let score = weights[node.kind];
  let column: string | null = null;
  let excerpt: string | null = null;
  for (const term of terms) {
    const inName = nameScore(label, term) || (node.id.toLowerCase().includes(term) ? 15 : 0);
    const found = inName > 0 ? null : bestColumn(words.columns, term);
    const inTags = words.tags.some(tag => tag.toLowerCase().includes(term)) ? 20 : 0;
    const at = description.indexOf(term);
    const best = Math.max(inName, found?.score ?? 0, inTags, at < 0 ? 0 : 8);
    if (best === 0) return null;
    score += best;
    if (best === found?.score) column ??= found.name;
    else if (best === 8) excerpt ??= around(words.description, at, term.length);
  }
  return { index, score, column, excerpt: column === null ? excerpt : null };
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
  analysis: 3,
  macro: 2,
  unit_test: -20,
  test: -30,
};

function nameScore(label: string, term: string): number {
  const at = label.indexOf(term);
  if (at < 0) return 0;
  if (label === term) return 100;
  const isWordStart = at === 0 || !/[\p{L}\p{N}]/u.test(label[at - 1] ?? '');
  // Of two names that both hold the word, the shorter one is nearer.
  const nearness = (10 * term.length) / label.length;
  return (at === 0 ? 60 : isWordStart ? 50 : 35) + nearness;
}

function bestColumn(columns: readonly string[], term: string): { readonly name: string; readonly score: number } | null {
  let best: { name: string; score: number } | null = null;
  for (const name of columns) {
    const lower = name.toLowerCase();
    const score = lower === term ? 34 : lower.startsWith(term) ? 26 : lower.includes(term) ? 18 : 0;
    if (score > (best?.score ?? 0)) best = { name, score };
  }
  return best;
}

function around(text: string, at: number, length: number): string {
  const start = at < 40 ? 0 : text.lastIndexOf(' ', at - 30) + 1;
  const end = Math.min(text.length, at + length + 80);
  return `${start > 0 ? '…' : ''}${text.slice(start, end).replace(/\s+/g, ' ')}${end < text.length ? '…' : ''}`;
}

/** The text in parts, alternately outside and inside of a match. */
export function matchParts(text: string, query: string): readonly string[] {
  const terms = query
    .toLowerCase()
    .split(/\s+/)
    .filter(term => term !== '');
  if (terms.length === 0) return [text];
  const pattern = terms.map(term => term.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  return text.split(new RegExp(`(${pattern})`, 'i'));
}
