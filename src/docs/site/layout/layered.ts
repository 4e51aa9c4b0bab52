import { ordered } from './order.ts';
import { heightsOf } from './place.ts';
import { type Link, neighbours, ranksOf, withoutCircles } from './rank.ts';

export interface Item {
  readonly width: number;
  readonly height: number;
  /** Items of a lane are together, below those of the lanes with lower numbers. */
  readonly lane: number;
}

export interface Spot {
  /** The upper left corner. */
  readonly x: number;
  readonly y: number;
}

export interface Lane {
  readonly number: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Layered {
  readonly width: number;
  readonly height: number;
  /** In the order of the items. */
  readonly spots: readonly Spot[];
  /** In the order of the items: those of a layer are all as wide as the widest. */
  readonly widths: readonly number[];
  /** In the order of the links: where a line passes between its ends, so that it runs between the items. */
  readonly bends: readonly (readonly Spot[])[];
  readonly lanes: readonly Lane[];
}

const gaps = { item: 14, line: 6, layer: 64, lane: 22, laneHead: 30, margin: 16 };

/** Left to right, in layers, each item right of all that it reads. The same items and links give the same drawing. */
export function layered(items: readonly Item[], links: readonly Link[]): Layered {
  const forward = withoutCircles(items.length, links);
  const ranks = ranksOf(items.length, forward);
  const columns = columnsOf(items, ranks);
  const widths = ranks.map(rank => columns[rank]?.width ?? 0);
  const spots: Spot[] = items.map(() => ({ x: 0, y: 0 }));
  const bends = new Map<string, readonly Spot[]>();
  const lanes: Lane[] = [];
  let y = gaps.margin;
  for (const number of [...new Set(items.map(({ lane }) => lane))].sort((a, b) => a - b)) {
    const members = items.flatMap(({ lane }, at) => (lane === number ? [at] : []));
    const top = y + (number === 0 ? 0 : gaps.laneHead);
    const done = laneLayout(members, { items, ranks, columns, links: forward, top });
    done.spots.forEach((spot, at) => {
      spots[members[at] ?? 0] = spot;
    });
    for (const [key, points] of done.bends) bends.set(key, points);
    lanes.push(
      laneBox(
        number,
        members.map(at => ({ ...(spots[at] ?? { x: 0, y: 0 }), height: items[at]?.height ?? 0, width: widths[at] ?? 0 })),
        y,
        done.height + top,
      ),
    );
    y = top + done.height + gaps.lane;
  }
  return {
    width: items.length === 0 ? 0 : Math.max(...columns.map(({ x, width }) => x + width)) + gaps.margin,
    height: items.length === 0 ? 0 : y - gaps.lane + gaps.margin,
    spots,
    widths,
    bends: links.map(({ from, to }) => bends.get(`${from} ${to}`) ?? []),
    lanes,
  };
}

function laneBox(number: number, members: readonly (Omit<Item, 'lane'> & Spot)[], top: number, bottom: number): Lane {
  const x = Math.min(...members.map(one => one.x)) - 10;
  const right = Math.max(...members.map(one => one.x + one.width)) + 10;
  return { number, x, y: top, width: right - x, height: bottom - top + 10 };
}

interface Column {
  readonly x: number;
  readonly width: number;
}

/** Layers are as wide as their widest item. */
function columnsOf(items: readonly Item[], ranks: readonly number[]): readonly Column[] {
  const widths: number[] = [];
  items.forEach(({ width }, at) => {
    const rank = ranks[at] ?? 0;
    widths[rank] = Math.max(widths[rank] ?? 0, width);
  });
  let x = gaps.margin;
  return Array.from(widths, (width = 0) => {
    const column = { x, width };
    x += width + gaps.layer;
    return column;
  });
}

interface LaneInput {
  readonly items: readonly Item[];
  readonly ranks: readonly number[];
  readonly columns: readonly Column[];
  readonly links: readonly Link[];
  readonly top: number;
}

interface LaneLayout {
  readonly height: number;
  /** In the order of the members. */
  readonly spots: readonly Spot[];
  readonly bends: ReadonlyMap<string, readonly Spot[]>;
}

function laneLayout(members: readonly number[], { items, ranks, columns, links, top }: LaneInput): LaneLayout {
  const points = pointsOf(members, { ranks, links });
  const near = neighbours(points.ranks.length, points.links);
  const layers = ordered(layersOf(points.ranks), near);
  const heights = points.ranks.map((_, point) =>
    point < members.length ? (items[members[point] ?? 0]?.height ?? 0) : gaps.line,
  );
  const weights = points.ranks.map((_, point) => (point < members.length ? 1 : 3));
  const middles = heightsOf(layers, near, { heights, weights, gap: gaps.item });
  const bends = [...points.chains].map(
    ([key, chain]) => [key, chain.flatMap(point => across(point, { points, columns, middles, top }))] as const,
  );
  return {
    height: Math.max(0, ...middles.map((middle, point) => middle + (heights[point] ?? 0) / 2)),
    spots: members.map((at, point) => {
      const column = columns[ranks[at] ?? 0] ?? { x: 0, width: 0 };
      const { height = 0 } = items[at] ?? {};
      return { x: column.x, y: top + (middles[point] ?? 0) - height / 2 };
    }),
    bends: new Map(bends),
  };
}

interface Points {
  readonly ranks: readonly number[];
  readonly links: readonly Link[];
  /** For each link of items, by both ends, the points that lead it on. */
  readonly chains: ReadonlyMap<string, readonly number[]>;
}

/** The members, and behind them a point in each layer that a line passes; lines from one item share theirs as long as they can. */
function pointsOf(members: readonly number[], { ranks, links }: Pick<LaneInput, 'ranks' | 'links'>): Points {
  const pointOf = new Map(members.map((at, point) => [at, point]));
  const pointRanks = members.map(at => ranks[at] ?? 0);
  const pointLinks: Link[] = [];
  const shared = new Map<string, number>();
  const chains = new Map<string, readonly number[]>();
  for (const { from, to } of links) {
    const [start, end] = [pointOf.get(from), pointOf.get(to)];
    if (start === undefined || end === undefined) continue;
    const chain: number[] = [];
    let last = start;
    for (let rank = (ranks[from] ?? 0) + 1; rank < (ranks[to] ?? 0); rank++) {
      const key = `${from} ${rank}`;
      const known = shared.get(key);
      const point = known ?? pointRanks.length;
      if (known === undefined) {
        shared.set(key, point);
        pointRanks.push(rank);
        pointLinks.push({ from: last, to: point });
      }
      chain.push(point);
      last = point;
    }
    pointLinks.push({ from: last, to: end });
    chains.set(`${from} ${to}`, chain);
  }
  return { ranks: pointRanks, links: pointLinks, chains };
}

function layersOf(ranks: readonly number[]): readonly (readonly number[])[] {
  const layers: number[][] = Array.from({ length: Math.max(-1, ...ranks) + 1 }, () => []);
  ranks.forEach((rank, point) => {
    layers[rank]?.push(point);
  });
  return layers;
}

interface Passing {
  readonly points: Points;
  readonly columns: readonly Column[];
  readonly middles: readonly number[];
  readonly top: number;
}

/** A line crosses a layer on the level, so that it touches no item. */
function across(point: number, { points, columns, middles, top }: Passing): readonly Spot[] {
  const { x, width } = columns[points.ranks[point] ?? 0] ?? { x: 0, width: 0 };
  const y = top + (middles[point] ?? 0);
  return [
    { x, y },
    { x: x + width, y },
  ];
}
