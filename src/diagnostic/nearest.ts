/**
 * The candidate that `name` is most likely a slip of, or null when none is near enough to be worth suggesting.
 * Case and the choice between `-` and `_` weigh nothing; a short name must match more closely than a long one.
 */
export function nearest(name: string, candidates: Iterable<string>): string | null {
  const wanted = folded(name);
  const limit = Math.max(1, Math.floor(wanted.length / 3));
  let best: { readonly candidate: string; readonly distance: number } | null = null;
  for (const candidate of candidates) {
    const other = folded(candidate);
    if (candidate === name || Math.abs(other.length - wanted.length) > limit) continue;
    const distance = editDistance(wanted, other);
    const isNear = distance <= limit && distance < Math.max(wanted.length, other.length);
    if (isNear && (best === null || distance < best.distance)) best = { candidate, distance };
  }
  return best?.candidate ?? null;
}

const folded = (name: string): string => name.toLowerCase().replaceAll('-', '_');

/** Damerau-Levenshtein with adjacent swaps: how many letters to insert, delete, replace or swap. */
function editDistance(a: string, b: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwap ? at(beforeLast, j - 2) + 1 : replaced;
      row.push(Math.min(replaced, swapped, at(last, j) + 1, at(row, j - 1) + 1));
    }
    [beforeLast, last] = [last, row];
  }
  return at(last, b.length);
}

const at = (row: readonly number[], index: number): number => row[index] ?? 0;
