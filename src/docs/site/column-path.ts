import type { ColumnUse } from '../../artifact/column-lineage.ts';
import type { LineageTable, NodeIndex } from '../page-data.ts';
import type { ColumnPath, ColumnStep } from './graph-drawing.ts';
import { readVarints } from './varint.ts';

/** As the numbers of `docs/lineage-table.ts` mean it. */
const uses: readonly ColumnUse[] = ['copied', 'renamed', 'transformed', 'aggregated', 'filtered'];

/** Which column comes from which. */
export interface ColumnGraph {
  readonly names: readonly string[];
  readonly edges: readonly ColumnEdge[];
  /** Places in `edges` by the column that they lead to, and by the one that they come from; see `keyOf`. */
  readonly into: ReadonlyMap<number, readonly number[]>;
  readonly outOf: ReadonlyMap<number, readonly number[]>;
}

export interface ColumnEdge {
  readonly from: ColumnAt;
  readonly to: ColumnAt;
  readonly how: ColumnUse;
}

export interface ColumnAt {
  readonly node: NodeIndex;
  /** The place of its name. */
  readonly name: number;
}

const keyOf = ({ node, name }: ColumnAt, { length }: readonly string[]): number => node * length + name;

export function columnGraph({ names, edges: text }: LineageTable): ColumnGraph {
  const edges: ColumnEdge[] = [];
  const [into, outOf] = [new Map<number, number[]>(), new Map<number, number[]>()];
  const add = (map: Map<number, number[]>, key: number): void => {
    const known = map.get(key);
    if (known === undefined) map.set(key, [edges.length]);
    else known.push(edges.length);
  };
  const numbers: number[] = [];
  readVarints(text, number => numbers.push(number));
  for (let at = 0; at < numbers.length; ) {
    const to = { node: numbers[at] ?? 0, name: numbers[at + 1] ?? 0 };
    const end = at + 3 + 3 * (numbers[at + 2] ?? 0);
    for (at += 3; at < end; at += 3) {
      const from = { node: numbers[at] ?? 0, name: numbers[at + 1] ?? 0 };
      add(into, keyOf(to, names));
      add(outOf, keyOf(from, names));
      edges.push({ from, to, how: uses[numbers[at + 2] ?? 0] ?? 'transformed' });
    }
  }
  return { names, edges, into, outOf };
}

/** All that a column's value comes from, and all that its value goes into. */
export function columnPath(graph: ColumnGraph, node: NodeIndex, column: string): ColumnPath {
  const { names, edges } = graph;
  const name = names.findIndex(one => one.toLowerCase() === column.toLowerCase());
  const start = { node, name };
  const found = name < 0 ? [] : [...walked(graph, start, 'into'), ...walked(graph, start, 'outOf')];
  const steps = found.map((at): ColumnStep => stepOf(edges[at], names));
  const columns = new Map<NodeIndex, string[]>([[node, [name < 0 ? column : (names[name] ?? column)]]]);
  for (const { from, to } of steps) {
    for (const [index, text] of [from, to]) {
      const list = columns.get(index) ?? [];
      if (!list.includes(text)) list.push(text);
      columns.set(index, list);
    }
  }
  return { columns, steps };
}

function stepOf(edge: ColumnEdge | undefined, names: readonly string[]): ColumnStep {
  const at = ({ node, name }: ColumnAt): readonly [NodeIndex, string] => [node, names[name] ?? ''];
  const nowhere = { node: -1, name: -1 };
  return { from: at(edge?.from ?? nowhere), to: at(edge?.to ?? nowhere), how: edge?.how ?? 'transformed' };
}

/** Places of edges. What only decides about rows is left out: it is no part of the value. */
function walked(graph: ColumnGraph, start: ColumnAt, side: 'into' | 'outOf'): readonly number[] {
  const found = new Set<number>();
  const queue = [start];
  const seen = new Set([keyOf(start, graph.names)]);
  for (const column of queue) {
    for (const at of graph[side].get(keyOf(column, graph.names)) ?? []) {
      const edge = graph.edges[at];
      if (edge === undefined || edge.how === 'filtered') continue;
      found.add(at);
      const next = side === 'into' ? edge.from : edge.to;
      const key = keyOf(next, graph.names);
      if (!seen.has(key)) queue.push(next);
      seen.add(key);
    }
  }
  return [...found];
}
