import type { ColumnUse } from '../../artifact/column-lineage.ts';
import type { NodeIndex, NodeSummary } from '../page-data.ts';
import { type Item, layered, type Spot } from './layout/layered.ts';
import { plural } from './plural.ts';

/** A box of the drawing: a node, or a closed group of nodes. */
export interface Box extends Spot {
  /** Unlike that of any other box. */
  readonly key: string;
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly subtitle: string;
  readonly what:
    | { readonly kind: 'node'; readonly index: NodeIndex; readonly columns: readonly string[] }
    | { readonly kind: 'group'; readonly name: string; readonly members: readonly NodeIndex[] };
}

export interface Edge {
  /** Places in the list of boxes. */
  readonly from: number;
  readonly to: number;
  /** SVG path data. */
  readonly path: string;
}

/** Around the members of an open group. */
export interface Hull extends Spot {
  readonly name: string;
  readonly width: number;
  readonly height: number;
}

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly edges: readonly Edge[];
  readonly hulls: readonly Hull[];
  /** Lines between columns. */
  readonly strands: readonly Strand[];
}

export interface Strand {
  /** SVG path data. */
  readonly path: string;
  readonly how: ColumnUse;
}

export interface DrawingInput {
  readonly indexes: readonly NodeIndex[];
  readonly nodes: readonly NodeSummary[];
  /** How wide a title is, in pixels. */
  readonly measure: (title: string) => number;
  readonly groups?: ReadonlyMap<NodeIndex, string>;
  readonly open?: ReadonlySet<string>;
  /** Columns that nodes show, and which leads to which. */
  readonly path?: ColumnPath | null;
}

/** The way of a column through the nodes. */
export interface ColumnPath {
  readonly columns: ReadonlyMap<NodeIndex, readonly string[]>;
  readonly steps: readonly ColumnStep[];
}

export interface ColumnStep {
  readonly from: readonly [NodeIndex, string];
  readonly to: readonly [NodeIndex, string];
  readonly how: ColumnUse;
}

export const boxHeight = 46;
export const rowHeight = 19;
const longestTitle = 34;

/** Left to right, in layers. The same nodes give the same drawing. */
export function drawingOf(input: DrawingInput): Drawing {
  const { groups = new Map<NodeIndex, string>(), open = new Set<string>() } = input;
  const laneNames = [...new Set(groups.values())].filter(name => open.has(name)).sort();
  const laneOf = (index: NodeIndex): number => laneNames.indexOf(groups.get(index) ?? '') + 1;
  const { contents, placeOf } = contentsOf(input, { groups, open });
  const looks = contents.map(what => lookOf(what, input));
  const items = looks.map((look, at): Item => ({ ...look, lane: laneOfContent(contents[at], laneOf) }));
  const links = linksOf(input, placeOf);
  const { spots, widths, bends, lanes, width, height } = layered(items, links);
  const boxes = contents.map((what, at): Box => {
    const spot = spots[at] ?? { x: 0, y: 0 };
    return {
      ...(looks[at] ?? noLook),
      ...spot,
      width: widths[at] ?? 0,
      key: what.kind === 'node' ? `n${what.index}` : `g${what.name}`,
      what,
    };
  });
  const edges = links.map(({ from, to }, at): Edge => ({ from, to, path: pathBetween(boxes[from], boxes[to], bends[at] ?? []) }));
  const hulls = lanes.flatMap(({ number, ...box }) => (number === 0 ? [] : [{ ...box, name: laneNames[number - 1] ?? '' }]));
  return { width, height, boxes, edges, hulls, strands: strandsOf(input.path ?? null, { boxes, placeOf, links, bends }) };
}

interface Grouped {
  readonly groups: ReadonlyMap<NodeIndex, string>;
  readonly open: ReadonlySet<string>;
}

function contentsOf({ indexes, path }: DrawingInput, { groups, open }: Grouped) {
  const members = new Map<string, NodeIndex[]>();
  const contents: Box['what'][] = [];
  const placeOf = new Map<NodeIndex, number>();
  const groupPlace = new Map<string, number>();
  for (const index of indexes) {
    const name = groups.get(index);
    if (name === undefined || open.has(name)) {
      placeOf.set(index, contents.length);
      contents.push({ kind: 'node', index, columns: path?.columns.get(index) ?? [] });
      continue;
    }
    const place = groupPlace.get(name) ?? contents.length;
    placeOf.set(index, place);
    const list = members.get(name) ?? [];
    list.push(index);
    if (groupPlace.has(name)) continue;
    groupPlace.set(name, place);
    members.set(name, list);
    contents.push({ kind: 'group', name, members: list });
  }
  return { contents, placeOf };
}

const laneOfContent = (what: Box['what'] | undefined, laneOf: (index: NodeIndex) => number): number =>
  what?.kind === 'node' ? laneOf(what.index) : 0;

type Look = Pick<Box, 'width' | 'height' | 'title' | 'subtitle'>;

const noLook: Look = { width: 0, height: 0, title: '', subtitle: '' };

function lookOf(what: Box['what'], { nodes, measure }: DrawingInput): Look {
  const node = what.kind === 'node' ? nodes[what.index] : undefined;
  const title = shortened(what.kind === 'group' ? what.name : (node?.label ?? ''));
  const subtitle =
    what.kind === 'group' ? plural(what.members.length, 'node') : (node?.materialized ?? node?.kind.replace('_', ' ') ?? '');
  const columns = what.kind === 'node' ? what.columns.map(shortened) : [];
  const texts = [measure(title), measure(subtitle) * 0.85, ...columns.map(column => measure(column) * 0.9 + 8)];
  return {
    title,
    subtitle,
    width: Math.ceil(Math.max(96, 36 + Math.max(...texts))),
    height: boxHeight + columns.length * rowHeight,
  };
}

export const shortened = (text: string): string =>
  text.length > longestTitle ? `${text.slice(0, longestTitle - 12)}…${text.slice(-11)}` : text;

/** Each pair of boxes once. */
function linksOf({ indexes, nodes }: DrawingInput, placeOf: ReadonlyMap<NodeIndex, number>) {
  const seen = new Set<string>();
  return indexes.flatMap(index =>
    [...new Set(nodes[index]?.parents)].flatMap(parent => {
      const [from, to] = [placeOf.get(parent), placeOf.get(index)];
      if (from === undefined || to === undefined || from === to || seen.has(`${from} ${to}`)) return [];
      seen.add(`${from} ${to}`);
      return [{ from, to }];
    }),
  );
}

interface Height {
  readonly from: number;
  readonly to: number;
}

function pathBetween(
  from: Box | undefined,
  to: Box | undefined,
  bends: readonly Spot[],
  height: Height = { from: boxHeight / 2, to: boxHeight / 2 },
): string {
  if (from === undefined || to === undefined) return '';
  const start = { x: from.x + from.width, y: from.y + height.from };
  const end = { x: to.x, y: to.y + height.to };
  return curve([start, ...bends, end]);
}

/** Level at every point, so that the pieces join smoothly. What goes back swings out first. */
function curve(points: readonly Spot[]): string {
  const [first = { x: 0, y: 0 }, ...rest] = points.map(({ x, y }) => ({ x: rounded(x), y: rounded(y) }));
  let path = `M${first.x},${first.y}`;
  let last = first;
  for (const point of rest) {
    const reach = point.x >= last.x ? (point.x - last.x) / 2 : 60;
    if (point.y === last.y && point.x >= last.x) path += `H${point.x}`;
    else path += `C${rounded(last.x + reach)},${last.y} ${rounded(point.x - reach)},${point.y} ${point.x},${point.y}`;
    last = point;
  }
  return path;
}

const rounded = (value: number): number => Math.round(value * 10) / 10;

interface Strands {
  readonly boxes: readonly Box[];
  readonly placeOf: ReadonlyMap<NodeIndex, number>;
  readonly links: readonly { readonly from: number; readonly to: number }[];
  readonly bends: readonly (readonly Spot[])[];
}

function strandsOf(path: ColumnPath | null, { boxes, placeOf, links, bends }: Strands): readonly Strand[] {
  if (path === null) return [];
  const bendsOf = new Map(links.map(({ from, to }, at) => [`${from} ${to}`, bends[at] ?? []]));
  const seen = new Set<string>();
  return path.steps.flatMap(({ from, to, how }) => {
    const places = [placeOf.get(from[0]), placeOf.get(to[0])] as const;
    const ends = [boxes[places[0] ?? -1], boxes[places[1] ?? -1]] as const;
    if (ends[0] === undefined || ends[1] === undefined) return [];
    const height = { from: rowMiddle(ends[0], from[1]), to: rowMiddle(ends[1], to[1]) };
    const line = pathBetween(ends[0], ends[1], bendsOf.get(places.join(' ')) ?? [], height);
    if (seen.has(line) || places[0] === places[1]) return [];
    seen.add(line);
    return [{ path: line, how }];
  });
}

function rowMiddle({ what }: Box, column: string): number {
  const row = what.kind === 'node' ? what.columns.indexOf(column) : -1;
  return row < 0 ? boxHeight / 2 : boxHeight + (row + 0.5) * rowHeight - 5;
}
