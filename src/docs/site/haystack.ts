/** Many texts as one: looked through as a whole, they take about half of the time that asking each of them takes. */
export interface Haystack {
  readonly text: string;
  /** Where each text starts, and where one after the last would. */
  readonly starts: Int32Array;
}

const separator = '\n';

export function haystack(texts: readonly string[]): Haystack {
  const starts = new Int32Array(texts.length + 1);
  let end = 0;
  texts.forEach((text, place) => {
    end += text.length + separator.length;
    starts[place + 1] = end;
  });
  return { text: texts.join(separator), starts };
}

/** Calls `take` with the place of each text that has the needle, ascending, and where in it the needle is first. */
export function search({ text, starts }: Haystack, needle: string, take: (place: number, at: number) => void): void {
  if (needle === '' || needle.includes(separator)) return;
  let place = 0;
  for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, starts[place])) {
    place = lastUpTo(starts, at, place);
    take(place, at - (starts[place] ?? 0));
    place++;
  }
}

export const has = ({ text }: Haystack, needle: string): boolean => text.includes(needle);

/** The place of the last number that is not above the limit, looked for from a place on: most are near. */
function lastUpTo(ascending: Int32Array, limit: number, from: number): number {
  let step = 1;
  let low = from;
  while (low + step < ascending.length && (ascending[low + step] ?? 0) <= limit) {
    low += step;
    step *= 2;
  }
  let high = Math.min(low + step, ascending.length);
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) <= limit) low = middle;
    else high = middle;
  }
  return low;
}
