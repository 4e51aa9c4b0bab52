import type { Catalog, RelationInfo, SchemaName } from '../../src/adapter/adapter.ts';
import type { Row, Sql } from '../../src/sql/relation.ts';
import { columnsByRelation, textOrNull } from '../ansi/catalog-rows.ts';
import { quoting } from './quote.ts';
import type { DuckdbSession } from './session.ts';
import { parseType } from './type.ts';

/** Runs its argument in a session of its own. */
export type WithSession = <T>(use: (session: DuckdbSession) => Promise<T>) => Promise<T>;

export interface CatalogOptions {
  readonly defaultCatalog: string;
  readonly withSession: WithSession;
}

export function duckdbCatalog({ defaultCatalog, withSession }: CatalogOptions): Catalog {
  const rows = (sql: string, signal: AbortSignal): Promise<readonly Row[]> =>
    withSession(async session => (await session.query(sql as Sql, {}, signal)).rows);
  return {
    schemas: async (catalog, signal) => (await rows(schemasSql(catalog ?? defaultCatalog), signal)).map(([name]) => String(name)),
    relations: async (scope, signal) =>
      scope.length === 0 ? [] : (await rows(relationsSql(inScope(scope, defaultCatalog)), signal)).map(relationInfo),
    columns: async (scope, signal) =>
      scope.length === 0 ? [] : columnsByRelation(await rows(columnsSql(inScope(scope, defaultCatalog)), signal), parseType),
    describe: (select, signal) => withSession(session => session.describe(select, signal)),
  };
}

const { string } = quoting;

/** DuckDB finds catalogs and schemas whatever their case. */
const inScope = (scope: readonly SchemaName[], defaultCatalog: string): string => {
  const pairs = scope.map(({ catalog, schema }) => `(lower(${string(catalog ?? defaultCatalog)}), lower(${string(schema)}))`);
  return `(lower(database_name), lower(schema_name)) in (${[...new Set(pairs)].join(', ')}) and not internal`;
};

const schemasSql = (catalog: string): string =>
  `select schema_name from duckdb_schemas()
where lower(database_name) = lower(${string(catalog)}) and schema_name not in ('information_schema', 'pg_catalog')
order by schema_name`;

const relationsSql = (where: string): string =>
  `select database_name, schema_name, table_name, 'table', estimated_size, comment from duckdb_tables() where ${where}
union all
select database_name, schema_name, view_name, 'view', null, comment from duckdb_views() where ${where}
order by 1, 2, 3`;

const columnsSql = (where: string): string =>
  `select database_name, schema_name, table_name, column_name, data_type, is_nullable, comment
from duckdb_columns() where ${where}
order by database_name, schema_name, table_name, column_index`;

const relationInfo = ([catalog, schema, name, kind, rows, comment]: Row): RelationInfo => ({
  name: { catalog: String(catalog), schema: String(schema), name: String(name) },
  kind: kind === 'view' ? 'view' : 'table',
  rows: typeof rows === 'number' ? rows : null,
  bytes: null,
  comment: textOrNull(comment),
  owner: null,
  isBound: false,
});
