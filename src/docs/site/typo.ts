/** Words to choose from, in a form in which thousands are passed over quickly. */
export interface Vocabulary {
  readonly words: readonly string[];
  /** Which letters are in each word, a bit each. */
  readonly letters: Int32Array;
}

export function vocabulary(words: Iterable<string>): Vocabulary {
  const list = [...new Set(words)].filter(word => word.length > 2);
  return { words: list, letters: Int32Array.from(list, lettersOf) };
}

/** How many slips of the pen a word of this length may have. */
const slips = (length: number): number => (length < 4 ? 0 : length < 8 ? 1 : 2);

/** The words, or beginnings of words, that the typed one most likely meant; best first. */
export function meant(typed: string, { words, letters }: Vocabulary, limit = 5): readonly string[] {
  const allowed = slips(typed.length);
  if (allowed === 0) return [];
  const own = lettersOf(typed);
  const found: { readonly word: string; readonly cost: number }[] = [];
  words.forEach((word, place) => {
    if (word.length < typed.length - allowed || bits(own & ~(letters[place] ?? 0)) > allowed) return;
    const cost = edits(typed, word, allowed);
    // What is as long as what was typed is nearer than what merely starts so.
    if (cost <= allowed) found.push({ word, cost: cost + Math.min(0.9, Math.abs(word.length - typed.length) / 20) });
  });
  return found
    .sort((a, b) => a.cost - b.cost || (a.word < b.word ? -1 : 1))
    .slice(0, limit)
    .map(({ word }) => word);
}

function lettersOf(word: string): number {
  let set = 0;
  for (let at = 0; at < word.length; at++) set |= 1 << (word.charCodeAt(at) & 31);
  return set;
}

function bits(set: number): number {
  let count = 0;
  for (let rest = set; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** Letters left out, added, changed or exchanged with the next, to the beginning of the word that needs fewest. */
function edits(typed: string, word: string, allowed: number): number {
  const width = Math.min(word.length, typed.length + allowed);
  let [before, last] = [new Array<number>(width + 1).fill(0), Array.from({ length: width + 1 }, (_, at) => at)];
  for (let row = 1; row <= typed.length; row++) {
    const next = [row];
    let least = row;
    for (let at = 1; at <= width; at++) {
      const isSame = typed[row - 1] === word[at - 1];
      let cost = Math.min((last[at] ?? 0) + 1, (next[at - 1] ?? 0) + 1, (last[at - 1] ?? 0) + (isSame ? 0 : 1));
      if (row > 1 && at > 1 && typed[row - 1] === word[at - 2] && typed[row - 2] === word[at - 1])
        cost = Math.min(cost, (before[at - 2] ?? 0) + 1);
      next.push(cost);
      least = Math.min(least, cost);
    }
    if (least > allowed) return least;
    [before, last] = [last, next];
  }
  return Math.min(...last.slice(Math.max(0, typed.length - allowed)));
}
