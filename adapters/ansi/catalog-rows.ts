import type { RelationColumns } from '../../src/adapter/adapter.ts';
import type { Column, LogicalType, Row } from '../../src/sql/relation.ts';

/**
 * Rows of catalog, schema, relation, column, type, whether it may be null, and comment, ordered by relation, as the relations they
 * describe.
 */
export function columnsByRelation(rows: readonly Row[], parseType: (native: string) => LogicalType): readonly RelationColumns[] {
  const found = new Map<string, { readonly relation: RelationColumns['relation']; readonly columns: Column[] }>();
  for (const [catalog, schema, name, column, type, nullable, comment] of rows) {
    const relation = { catalog: String(catalog), schema: String(schema), name: String(name) };
    const key = JSON.stringify(Object.values(relation));
    const entry = found.get(key) ?? { relation, columns: [] };
    entry.columns.push({
      name: String(column),
      type: parseType(String(type)),
      nativeType: String(type),
      nullable: nullable === true,
      comment: textOrNull(comment),
    });
    found.set(key, entry);
  }
  return [...found.values()];
}

/** Warehouses give an empty text where there is none. */
export const textOrNull = (value: Row[number] | undefined): string | null =>
  typeof value === 'string' && value !== '' ? value : null;
