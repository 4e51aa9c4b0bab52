import type { ColumnLineage, LineageColumn } from '../artifact/column-lineage.ts';
import { type ColumnRef, columnGraph, edgesFrom } from './column-path.ts';

/** What became of a column. `logic`: the SQL of its node differs, and it is computed from the same columns as before. */
export type ColumnChange =
  | { readonly kind: 'added' | 'removed' | 'logic' }
  | { readonly kind: 'type'; readonly before: string; readonly after: string }
  | { readonly kind: 'inputs'; readonly before: readonly string[]; readonly after: readonly string[] };

export interface ChangedNode {
  readonly node: string;
  readonly state: 'added' | 'removed' | 'changed';
  readonly columns: readonly { readonly column: string; readonly change: ColumnChange }[];
  /** Whether other columns filter, join or group its rows than before. */
  readonly rowsChange: boolean;
}

export interface TouchedNode {
  readonly node: string;
  /** Columns whose values may change; in order. */
  readonly columns: readonly string[];
  readonly rowsChange: boolean;
  /** Columns it reads that are no longer there: it will fail. */
  readonly missing: readonly string[];
}

export interface Impact {
  readonly changed: readonly ChangedNode[];
  /** What reads the changed columns, directly or through others. */
  readonly touched: readonly TouchedNode[];
  /** Nodes whose SQL differs, and whose columns are not known, now or before: what their change does is not seen. */
  readonly unseen: readonly string[];
}

export interface Comparison {
  readonly before: ColumnLineage;
  readonly after: ColumnLineage;
  /** Nodes whose SQL differs. */
  readonly edited: ReadonlySet<string>;
}

/** What a change does to columns, from the lineage before and after it. */
export function impactOf(comparison: Comparison): Impact {
  const { before, after } = comparison;
  const ids = new Set([...Object.keys(before.nodes), ...Object.keys(after.nodes)]);
  const changed = [...ids].flatMap(node => changedNode(node, comparison) ?? []);
  const isUnseen = (node: string): boolean => [before, after].some(({ nodes }) => nodes[node]?.columns === null);
  return { changed, touched: touchedBy(changed, comparison), unseen: [...comparison.edited].filter(isUnseen) };
}

function changedNode(node: string, { before, after, edited }: Comparison): ChangedNode | null {
  const [was, is] = [before.nodes[node], after.nodes[node]];
  const state = was === undefined ? 'added' : is === undefined ? 'removed' : 'changed';
  const [old, own] = [byName(was?.columns), byName(is?.columns)];
  const names = [...new Set([...old.keys(), ...own.keys()])];
  const columns = names.flatMap(name => {
    // Behind a star over unknown columns, what is not listed may still be there.
    if (is !== undefined && !is.complete && !own.has(name)) return [];
    if (was !== undefined && !was.complete && !old.has(name)) return [];
    const change = changeOf(old.get(name), own.get(name), edited.has(node));
    return change === null ? [] : [{ column: own.get(name)?.name ?? old.get(name)?.name ?? name, change }];
  });
  const rowsChange = was !== undefined && is !== undefined && JSON.stringify(was.filters) !== JSON.stringify(is.filters);
  if (state === 'changed' && columns.length === 0 && !rowsChange) return null;
  return { node, state, columns, rowsChange };
}

const byName = (columns: readonly LineageColumn[] | null | undefined): ReadonlyMap<string, LineageColumn> =>
  new Map((columns ?? []).map(column => [column.name.toLowerCase(), column]));

function changeOf(was: LineageColumn | undefined, is: LineageColumn | undefined, isEdited: boolean): ColumnChange | null {
  if (was === undefined) return { kind: 'added' };
  if (is === undefined) return { kind: 'removed' };
  if (was.type !== null && is.type !== null && was.type !== is.type) return { kind: 'type', before: was.type, after: is.type };
  const [before, after] = [inputsOf(was), inputsOf(is)];
  if (before !== null && after !== null && before.join() !== after.join()) return { kind: 'inputs', before, after };
  return isEdited && !isCopy(is) ? { kind: 'logic' } : null;
}

const inputsOf = ({ from }: LineageColumn): readonly string[] | null =>
  from?.map(({ node, column, how }) => `${node}.${column} (${how})`) ?? null;

/** The value of one column as it is. */
const isCopy = ({ from }: LineageColumn): boolean =>
  from !== null && from.length === 1 && ['copied', 'renamed'].includes(from[0]?.how ?? '');

function touchedBy(changed: readonly ChangedNode[], { before, after }: Comparison): readonly TouchedNode[] {
  const [was, is] = [columnGraph(before), columnGraph(after)];
  const touched = new Map<string, { columns: Set<string>; missing: Set<string>; rows: boolean }>();
  const entry = (node: string) => {
    const known = touched.get(node) ?? { columns: new Set(), missing: new Set(), rows: false };
    touched.set(node, known);
    return known;
  };
  for (const { node, columns, rowsChange } of changed) {
    for (const { column, change } of columns) {
      const ref: ColumnRef = { node, column };
      for (const edge of edgesFrom(change.kind === 'removed' ? was : is, ref, 'downstream')) {
        const reader = entry(edge.to.node);
        if (edge.to.column === null) reader.rows = true;
        else reader.columns.add(edge.to.column);
        if (change.kind === 'removed' && edge.from.node === node && stillReads(edge.to.node, ref, after))
          reader.missing.add(`${node}.${column}`);
      }
    }
    if (rowsChange) for (const reader of readersOf(node, after)) entry(reader).rows = true;
  }
  return [...touched].map(([node, { columns, missing, rows }]) => ({
    node,
    columns: [...columns],
    missing: [...missing],
    rowsChange: rows,
  }));
}

/** Whether the node still names the column, or names one that it cannot find. */
function stillReads(node: string, { node: from, column }: ColumnRef, { nodes }: ColumnLineage): boolean {
  const reader = nodes[node];
  if (reader === undefined) return false;
  const isIt = (one: { readonly node: string; readonly column: string }): boolean => one.node === from && one.column === column;
  const reads = reader.filters.some(isIt) || (reader.columns ?? []).some(one => one.from?.some(isIt) === true);
  return reads || reader.gaps.some(gap => gap.includes(`\`${column}\``) || gap.includes(`.${column}\``));
}

const readersOf = (node: string, { nodes }: ColumnLineage): readonly string[] =>
  Object.entries(nodes).flatMap(([id, { columns, filters }]) =>
    filters.some(one => one.node === node) || columns?.some(column => column.from?.some(one => one.node === node) === true)
      ? [id]
      : [],
  );
