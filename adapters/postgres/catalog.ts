import type { Catalog, RelationInfo, SchemaName, Session } from '../../src/adapter/adapter.ts';
import type { RelationKind, Row, Sql } from '../../src/sql/relation.ts';
import { columnsByRelation, textOrNull } from '../ansi/catalog-rows.ts';
import { isBound } from './binding.ts';
import { dialect } from './dialect.ts';
import { quoting } from './quote.ts';
import { parseType } from './type.ts';

export interface CatalogOptions {
  /** The database of the connection: no other can be seen from it. */
  readonly database: string;
  /** Runs its argument in a session of its own. */
  readonly withSession: <T>(use: (session: Session) => Promise<T>) => Promise<T>;
}

export function postgresCatalog({ database, withSession }: CatalogOptions): Catalog {
  const rows = (sql: string, signal: AbortSignal): Promise<readonly Row[]> =>
    withSession(async session => (await session.query(sql as Sql, {}, signal)).rows);
  const here = (scope: readonly SchemaName[]): readonly SchemaName[] =>
    scope.filter(({ catalog }) => catalog === null || catalog === database);
  return {
    schemas: async (catalog, signal) =>
      catalog === null || catalog === database ? (await rows(schemasSql, signal)).map(([name]) => String(name)) : [],
    relations: async (scope, signal) => {
      const own = here(scope);
      return own.length === 0 ? [] : (await rows(relationsSql(own), signal)).map(row => relationInfo(database, row));
    },
    columns: async (scope, signal) => {
      const own = here(scope);
      return own.length === 0
        ? []
        : columnsByRelation(
            (await rows(columnsSql(own), signal)).map(row => [database, ...row]),
            parseType,
          );
    },
    describe: (select, signal) =>
      withSession(async session => (await session.query(dialect.limit(select, 0), {}, signal)).columns),
  };
}

const schemasSql = `select nspname from pg_catalog.pg_namespace
where nspname <> 'information_schema' and nspname not like 'pg\\_%'
order by nspname`;

const schemaList = (scope: readonly SchemaName[]): string =>
  [...new Set(scope.map(({ schema }) => quoting.string(schema)))].join(', ');

/** Sizes are estimates of the last vacuum or analyze, which negative numbers say has never been. */
const relationsSql = (scope: readonly SchemaName[]): string => `select n.nspname, c.relname, c.relkind,
  case when c.relkind in ('r', 'm', 'p', 'f') and c.reltuples >= 0 then c.reltuples::bigint end,
  case when c.relkind in ('r', 'm') then pg_catalog.pg_total_relation_size(c.oid) end,
  pg_catalog.obj_description(c.oid, 'pg_class'),
  pg_catalog.pg_get_userbyid(c.relowner),
  ${isBound('c.oid')}
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where n.nspname in (${schemaList(scope)}) and c.relkind in ('r', 'v', 'm', 'p', 'f')
order by 1, 2`;

const columnsSql = (scope: readonly SchemaName[]): string => `select n.nspname, c.relname, a.attname,
  pg_catalog.format_type(a.atttypid, a.atttypmod), not a.attnotnull, pg_catalog.col_description(c.oid, a.attnum)
from pg_catalog.pg_attribute a
join pg_catalog.pg_class c on c.oid = a.attrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where n.nspname in (${schemaList(scope)}) and c.relkind in ('r', 'v', 'm', 'p', 'f') and a.attnum > 0 and not a.attisdropped
order by n.nspname, c.relname, a.attnum`;

/** By `relkind`: tables, partitioned tables, views, materialized views, foreign tables. */
const kinds: Readonly<Record<string, RelationKind>> = {
  r: 'table',
  p: 'table',
  v: 'view',
  m: 'materialized-view',
  f: 'external',
};

const relationInfo = (catalog: string, [schema, name, kind, rows, bytes, comment, owner, bound]: Row): RelationInfo => ({
  name: { catalog, schema: String(schema), name: String(name) },
  kind: kinds[String(kind)] ?? 'table',
  rows: typeof rows === 'number' ? rows : null,
  bytes: typeof bytes === 'number' ? bytes : null,
  comment: textOrNull(comment),
  owner: textOrNull(owner),
  isBound: bound !== false,
});
