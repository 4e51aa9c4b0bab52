import type { Neighbours } from './rank.ts';

export interface Spacing {
  /** Of each point. */
  readonly heights: readonly number[];
  /** How much each point insists on its place: those that only lead a line on do, so that long lines are straight. */
  readonly weights: readonly number[];
  readonly gap: number;
}

const sweeps = 12;

/** The middle of each point from the top, each near its neighbours, none upon another; the topmost begins at 0. */
export function heightsOf(
  layers: readonly (readonly number[])[],
  { above, below }: Neighbours,
  spacing: Spacing,
): readonly number[] {
  const middles = stacked(layers, spacing);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const isDown = sweep % 2 === 0;
    const order = isDown ? layers : [...layers].reverse();
    // At last both sides count, so that what stands between two layers is in the middle.
    const sides = sweep >= sweeps - 2 ? [above, below] : [isDown ? above : below];
    for (const layer of order) settle(layer, { middles, sides, spacing });
  }
  const top = Math.min(...layers.flat().map(point => (middles[point] ?? 0) - (spacing.heights[point] ?? 0) / 2), Infinity);
  return Number.isFinite(top) ? middles.map(middle => middle - top) : middles;
}

function stacked(layers: readonly (readonly number[])[], { heights, gap }: Spacing): number[] {
  const middles = new Array<number>(heights.length).fill(0);
  for (const layer of layers) {
    let y = 0;
    for (const point of layer) {
      const height = heights[point] ?? 0;
      middles[point] = y + height / 2;
      y += height + gap;
    }
  }
  return middles;
}

interface Settling {
  readonly middles: number[];
  readonly sides: readonly (readonly (readonly number[])[])[];
  readonly spacing: Spacing;
}

/** Points that cannot all be where they want to be, joined into a block that is where they want to be together. */
interface Block {
  readonly points: number[];
  weight: number;
  /** The weighted sum of where its first point would have to be for each of its points to be where it wants to be. */
  sum: number;
  size: number;
}

/** The places nearest to the wanted ones, by least squares, that keep the order and the distances: pooling adjacent violators. */
function settle(layer: readonly number[], { middles, sides, spacing }: Settling): void {
  const { heights, weights, gap } = spacing;
  const blocks: Block[] = [];
  for (const point of layer) {
    const height = heights[point] ?? 0;
    const weight = weights[point] ?? 1;
    let block: Block = { points: [point], weight, sum: (wanted(point, middles, sides) - height / 2) * weight, size: height };
    for (let last = blocks.at(-1); last !== undefined; last = blocks.at(-1)) {
      const offset = last.size + gap;
      if (last.sum / last.weight + offset <= block.sum / block.weight) break;
      blocks.pop();
      block = {
        points: [...last.points, ...block.points],
        weight: last.weight + block.weight,
        sum: last.sum + block.sum - offset * block.weight,
        size: offset + block.size,
      };
    }
    blocks.push(block);
  }
  for (const { points, sum, weight } of blocks) {
    let y = sum / weight;
    for (const point of points) {
      const height = heights[point] ?? 0;
      middles[point] = y + height / 2;
      y += height + gap;
    }
  }
}

function wanted(point: number, middles: readonly number[], sides: Settling['sides']): number {
  let sum = 0;
  let count = 0;
  for (const side of sides) {
    for (const near of side[point] ?? []) {
      sum += middles[near] ?? 0;
      count++;
    }
  }
  return count === 0 ? (middles[point] ?? 0) : sum / count;
}
