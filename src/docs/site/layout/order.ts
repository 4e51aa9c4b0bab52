import type { Neighbours } from './rank.ts';

/** Sweeps after which crossings hardly get fewer. */
const mostSweeps = 10;

/** The layers with their points in an order in which few lines cross: each point near the middle of its neighbours. */
export function ordered(layers: readonly (readonly number[])[], { above, below }: Neighbours): readonly (readonly number[])[] {
  let current = layers.map(layer => [...layer]);
  let best = current;
  let fewest = crossings(current, below);
  for (let sweep = 0; sweep < mostSweeps && fewest > 0; sweep++) {
    current = sweep % 2 === 0 ? swept(current, above) : swept(current.reverse(), below).reverse();
    const count = crossings(current, below);
    if (count >= fewest) continue;
    fewest = count;
    best = current;
  }
  return best;
}

function swept(layers: readonly (readonly number[])[], fixed: readonly (readonly number[])[]): number[][] {
  const place = new Map<number, number>();
  const result: number[][] = [];
  for (const layer of layers) {
    const wanted = layer.map((point, at) => ({ point, at, middle: middleOf(fixed[point] ?? [], place) }));
    const next = wanted
      .map(one => ({ ...one, middle: one.middle ?? one.at }))
      .sort((a, b) => a.middle - b.middle || a.at - b.at)
      .map(({ point }) => point);
    next.forEach((point, at) => {
      place.set(point, at);
    });
    result.push(next);
  }
  return result;
}

/** Null without neighbours that have a place. */
function middleOf(points: readonly number[], place: ReadonlyMap<number, number>): number | null {
  let sum = 0;
  let count = 0;
  for (const point of points) {
    const at = place.get(point);
    if (at === undefined) continue;
    sum += at;
    count++;
  }
  return count === 0 ? null : sum / count;
}

function crossings(layers: readonly (readonly number[])[], below: readonly (readonly number[])[]): number {
  let total = 0;
  for (let number = 0; number + 1 < layers.length; number++) {
    const next = new Map((layers[number + 1] ?? []).map((point, at) => [point, at]));
    const ends = (layers[number] ?? []).flatMap(point =>
      (below[point] ?? [])
        .map(to => next.get(to) ?? -1)
        .filter(at => at >= 0)
        .sort((a, b) => a - b),
    );
    total += inversions(ends, next.size);
  }
  return total;
}

/** Pairs in the wrong order, counted with a tree of sums. */
function inversions(numbers: readonly number[], size: number): number {
  const sums = new Int32Array(size + 1);
  let count = 0;
  numbers.forEach((number, seen) => {
    let smaller = 0;
    for (let at = number + 1; at > 0; at -= at & -at) smaller += sums[at] ?? 0;
    count += seen - smaller;
    for (let at = number + 1; at <= size; at += at & -at) sums[at] = (sums[at] ?? 0) + 1;
  });
  return count;
}
