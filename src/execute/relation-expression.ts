import type { Column, RelationName } from '../sql/relation.ts';

/** A relation as an expression of templates. */
export const relationExpression = ({ catalog, schema, name }: RelationName): string =>
  `api.Relation.create(database=${catalog === null ? 'none' : JSON.stringify(catalog)}, schema=${JSON.stringify(schema)}, identifier=${JSON.stringify(name)})`;

export const columnsExpression = (columns: readonly Pick<Column, 'name' | 'nativeType'>[]): string =>
  `[${columns.map(({ name, nativeType }) => `api.Column(${JSON.stringify(name)}, ${JSON.stringify(nativeType)})`).join(', ')}]`;
