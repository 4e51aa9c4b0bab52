import type { ColumnLineage, ColumnUse, NodeLineage } from '../artifact/column-lineage.ts';

/** A column of a node; `column` null stands for the rows of the node. */
export interface ColumnRef {
  readonly node: string;
  readonly column: string | null;
}

export interface ColumnEdge {
  readonly from: ColumnRef & { readonly column: string };
  readonly to: ColumnRef;
  /** `rows`: it filters, joins, groups or orders what the node holds. */
  readonly how: ColumnUse | 'rows';
}

export type Direction = 'upstream' | 'downstream';

/** Who reads whom, by column, in both directions. */
export interface ColumnGraph {
  /** The edges that lead to a column, or from it. */
  edges(ref: ColumnRef, direction: Direction): readonly ColumnEdge[];
}

const keyOf = ({ node, column }: ColumnRef): string => `${node}\n${column?.toLowerCase() ?? ''}`;

export function columnGraph({ nodes }: ColumnLineage): ColumnGraph {
  const [upstream, downstream] = [new Map<string, ColumnEdge[]>(), new Map<string, ColumnEdge[]>()];
  const add = (edge: ColumnEdge): void => {
    push(upstream, keyOf(edge.to), edge);
    push(downstream, keyOf(edge.from), edge);
  };
  for (const [node, lineage] of Object.entries(nodes)) for (const edge of edgesInto(node, lineage)) add(edge);
  const maps = { upstream, downstream };
  return { edges: (ref, direction) => maps[direction].get(keyOf(ref)) ?? [] };
}

function push(map: Map<string, ColumnEdge[]>, key: string, edge: ColumnEdge): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [edge]);
  else list.push(edge);
}

function* edgesInto(node: string, { columns, filters }: NodeLineage): Generator<ColumnEdge> {
  for (const column of columns ?? [])
    for (const { how, ...from } of column.from ?? []) yield { from, to: { node, column: column.name }, how };
  for (const from of filters) yield { from: { node: from.node, column: from.column }, to: { node, column: null }, how: 'rows' };
}

/** All edges on the ways from or to a column, nearest first. What only filters is told, and not followed further. */
export function edgesFrom(graph: ColumnGraph, start: ColumnRef, direction: Direction): readonly ColumnEdge[] {
  const found: ColumnEdge[] = [];
  const seen = new Set([keyOf(start)]);
  const waiting = [start];
  for (const ref of waiting) {
    for (const edge of graph.edges(ref, direction)) {
      found.push(edge);
      const next = direction === 'upstream' ? edge.from : edge.to;
      if (edge.how === 'rows' || seen.has(keyOf(next))) continue;
      seen.add(keyOf(next));
      waiting.push(next);
    }
  }
  return found;
}
