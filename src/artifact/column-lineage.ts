/** `target/column_lineage.json`: which columns each node has, and which columns of other nodes they come from. */
export interface ColumnLineage {
  /** Models, snapshots, seeds and sources, by unique_id. */
  readonly nodes: Readonly<Record<string, NodeLineage>>;
}

export interface NodeLineage {
  /** Output columns in order; null when the statement is not understood. */
  readonly columns: readonly LineageColumn[] | null;
  /** False when there may be more columns than these, such as behind `select *` from a table whose columns nobody knows. */
  readonly complete: boolean;
  /** Inputs that only filter, join, group or order. */
  readonly filters: readonly FilterSource[];
  /** What is not known, and why: one sentence each. */
  readonly gaps: readonly string[];
}

export interface LineageColumn {
  readonly name: string;
  /** As the warehouse spells it; null when it is not known. */
  readonly type: string | null;
  /** Null when it is not known; empty when the value comes from no column. */
  readonly from: readonly ColumnSource[] | null;
}

export interface FilterSource {
  /** The unique_id of a node; for a table that belongs to no node, its name as the SQL has it. */
  readonly node: string;
  readonly column: string;
}

export interface ColumnSource extends FilterSource {
  readonly how: ColumnUse;
}

/**
 * `copied` and `renamed`: the value itself, under the same or another name. `transformed`: computed from it. `aggregated`:
 * computed from its values in many rows. `filtered`: decides only which rows the value is taken from, in a subquery.
 */
export type ColumnUse = 'copied' | 'renamed' | 'transformed' | 'aggregated' | 'filtered';

/** How much of it is known: the share of the columns of models and snapshots whose inputs are. */
export interface LineageShare {
  readonly columns: number;
  readonly known: number;
  /** Whose SQL is not understood. */
  readonly unread: number;
  /** That have more columns than are known. */
  readonly incomplete: number;
  readonly statements: number;
}

export function lineageShare({ nodes }: ColumnLineage): LineageShare {
  const statements = Object.entries(nodes).flatMap(([id, node]) => (/^(model|snapshot)\./.test(id) ? [node] : []));
  const columns = statements.flatMap(node => node.columns ?? []);
  return {
    columns: columns.length,
    known: columns.filter(column => column.from !== null).length,
    unread: statements.filter(node => node.columns === null).length,
    incomplete: statements.filter(node => node.columns !== null && !node.complete).length,
    statements: statements.length,
  };
}
