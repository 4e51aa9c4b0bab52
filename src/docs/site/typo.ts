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
  const pairs = set - ((set >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Letters left out, added, changed or exchanged with the next, to the beginning of the word that needs fewest. */
function edits(typed: string, word: string, allowed: number): number {
  const width = Math.min(word.length, typed.length + allowed);
  let [before, last, next] = rowsOf(width + 1);
  for (let at = 0; at <= width; at++) last[at] = at;
  for (let row = 1; row <= typed.length; row++) {
    next[0] = row;
    let least = row;
    const letter = typed.charCodeAt(row - 1);
    const letterBefore = typed.charCodeAt(row - 2);
    for (let at = 1; at <= width; at++) {
      const isSame = letter === word.charCodeAt(at - 1);
      let cost = Math.min((last[at] ?? 0) + 1, (next[at - 1] ?? 0) + 1, (last[at - 1] ?? 0) + (isSame ? 0 : 1));
      if (row > 1 && at > 1 && letter === word.charCodeAt(at - 2) && letterBefore === word.charCodeAt(at - 1))
        cost = Math.min(cost, (before[at - 2] ?? 0) + 1);
      next[at] = cost;
      least = Math.min(least, cost);
    }
    if (least > allowed) return least;
    [before, last, next] = [last, next, before];
  }
  let fewest = allowed + 1;
  for (let at = Math.max(0, typed.length - allowed); at <= width; at++) fewest = Math.min(fewest, last[at] ?? fewest);
  return fewest;
}

type Row = Uint16Array;
let rows: [Row, Row, Row] = [new Uint16Array(64), new Uint16Array(64), new Uint16Array(64)];

/** The same ones each time: new ones for each of thousands of words would cost more than what is done with them. */
function rowsOf(width: number): readonly [Row, Row, Row] {
  if (width > rows[0].length) rows = [new Uint16Array(2 * width), new Uint16Array(2 * width), new Uint16Array(2 * width)];
  return rows;
}
