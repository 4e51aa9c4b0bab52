import type { ColumnLineage, NodeLineage } from '../artifact/column-lineage.ts';
import type { NodeTable } from './node-index.ts';
import { relationPlace } from './summary.ts';

/** Where several nodes are the same table, lineage has the table's name; among what a node reads, it is one of these again. */
export function resolvedLineage({ nodes }: ColumnLineage, table: NodeTable): ColumnLineage {
  const resolved = Object.entries(nodes).map(([id, lineage]) => {
    const ids = parentsByTable(id, table);
    return [id, ids.size === 0 ? lineage : withIds(lineage, ids)] as const;
  });
  return { nodes: Object.fromEntries(resolved) };
}

/** A seed may fill the table that a source names; then the source is what the author wrote. */
function parentsByTable(id: string, table: NodeTable): ReadonlyMap<string, string> {
  const index = table.indexOf(id);
  const parents = index === null ? [] : table.parents(index).flatMap(parent => table.records[parent] ?? []);
  const sourcesLast = [...parents].sort((a, b) => Number(a.kind === 'source') - Number(b.kind === 'source'));
  const named = sourcesLast.flatMap(({ id: parent, kind, record }) => {
    const place = relationPlace(kind, record);
    return place === null ? [] : [[tableKey([place.database, place.schema, place.name]), parent] as const];
  });
  return new Map(named);
}

const tableKey = (parts: readonly (string | null)[]): string =>
  parts
    .filter(part => part !== null && part !== '')
    .join('.')
    .toLowerCase();

function withIds(lineage: NodeLineage, ids: ReadonlyMap<string, string>): NodeLineage {
  const idOf = (node: string): string => ids.get(node.toLowerCase()) ?? node;
  const columns = lineage.columns?.map(column => ({
    ...column,
    from: column.from?.map(source => ({ ...source, node: idOf(source.node) })) ?? null,
  }));
  return { ...lineage, columns: columns ?? null };
}
