import type { ColumnDetail, NodeDetail, WordIndex, WordPlace } from './page-data.ts';
import { ascendingVarints } from './varint.ts';

/** In the order of the numbers that stand for them; `site/word-index.ts` has it too. */
const wordPlaces: readonly WordPlace[] = ['facts', 'description', 'columns', 'code'];

/** Beyond this a word is no word but data. */
const longest = 64;

/** `labels` are the nodes' own. */
export function wordIndex(details: readonly NodeDetail[], labels: readonly string[]): WordIndex {
  const found = new Map<string, number[]>();
  details.forEach((detail, index) => {
    wordPlaces.forEach((place, number) => {
      const key = index * wordPlaces.length + number;
      for (const word of wordsOf(textsIn(place, detail))) {
        const places = found.get(word);
        if (places === undefined) found.set(word, [key]);
        else places.push(key);
      }
    });
  });
  const sorted = [...found].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    words: sorted.map(([word]) => word),
    places: sorted.map(([, places]) => ascendingVarints(places)),
    nameWords: [...wordsOf([...labels, ...details.flatMap(({ columns }) => columns.map(({ name }) => name))])].filter(
      word => !found.has(word) && !word.includes('_'),
    ),
  };
}

function textsIn(place: WordPlace, detail: NodeDetail): readonly (string | null)[] {
  switch (place) {
    case 'facts':
      return [
        detail.path,
        detail.relationName,
        detail.owner,
        ...detail.tags,
        ...factTexts(detail.facts),
        ...factTexts(detail.meta),
      ];
    case 'description':
      return [detail.description];
    case 'columns':
      return [
        ...detail.columns.flatMap(columnTexts),
        ...detail.arguments.flatMap(({ name, description }) => [name, description]),
      ];
    case 'code':
      return [detail.code];
    default:
      return place satisfies never;
  }
}

const columnTexts = ({ description, tags, meta }: ColumnDetail): readonly string[] => [description, ...tags, ...factTexts(meta)];

/** Without names, which are searched as they are. */
const factTexts = (facts: NodeDetail['facts']): readonly string[] =>
  facts.flatMap(({ label, value }) => (label === 'Name' ? [] : [label, value]));

/** Lower-case words, each once; those with underscores also in their parts. */
function wordsOf(texts: readonly (string | null)[]): ReadonlySet<string> {
  const words = new Set<string>();
  for (const text of texts) {
    if (text === null || text === '') continue;
    for (const word of text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? []) {
      if (word.length > longest) continue;
      words.add(word);
      if (!word.includes('_')) continue;
      for (const part of word.split('_')) if (part.length > 1) words.add(part);
    }
  }
  return words;
}
