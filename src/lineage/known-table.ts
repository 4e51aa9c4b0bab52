import type { GraphNode, ManifestNode, SourceNode } from '../manifest/node.ts';
import type { InputColumn, InputRelation } from '../sql/lineage/environment.ts';

/** What is known of a table without reading any SQL. */
export interface TableFacts {
  /** From the warehouse's catalog: all columns, in order. Null when it was not asked or does not have the table. */
  readonly catalog: readonly CatalogColumn[] | null;
  /** Of a seed: the columns of its file; null when it cannot be read. */
  readonly file: readonly CatalogColumn[] | null;
}

export interface CatalogColumn {
  readonly name: string;
  readonly type: string | null;
}

/** The columns of a source or seed. What the author declares need not be all. */
export function knownTable(node: SourceNode | ManifestNode, { catalog, file }: TableFacts): InputRelation {
  const found = catalog ?? file;
  const declared = declaredColumns(node);
  if (found === null) return { id: node.unique_id, columns: declared, complete: false };
  const types = new Map(declared.map(column => [column.name.toLowerCase(), column.type]));
  const columns = found.map(
    ({ name, type }): InputColumn => ({
      name,
      exact: catalog !== null,
      type: type ?? types.get(name.toLowerCase()) ?? null,
    }),
  );
  return { id: node.unique_id, columns, complete: true };
}

const declaredColumns = (node: Pick<Extract<GraphNode, { readonly columns: unknown }>, 'columns'>): readonly InputColumn[] =>
  Object.values(node.columns).map(({ name, quote, data_type }) => ({ name, exact: quote === true, type: data_type }));
