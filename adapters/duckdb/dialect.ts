import type { Dialect, SqlValue } from '../../src/adapter/adapter.ts';
import type { RelationName, Sql } from '../../src/sql/relation.ts';
import { withoutFinalSemicolon } from '../../src/sql/statement-split.ts';
import { assumedServer } from './capabilities.ts';
import { duckdbLexis } from './lexis.ts';
import { quoting } from './quote.ts';
import { readFile, renderers } from './render.ts';
import { parseType, typeName } from './type.ts';

export const dialect: Dialect = {
  assumedServer,
  identifier: quoting.identifier,
  relation: quoting.relation,
  literal: value => literal(value) as Sql,
  typeName,
  parseType,
  // As dbt-duckdb has it: packages compare these texts.
  columnTypes: { dtype: 'whole', textLength: 256 },
  // The newline keeps a comment at the end of the select from swallowing the parenthesis.
  lexis: duckdbLexis,
  limit: (select, rows) => `select * from (\n${withoutFinalSemicolon(select, duckdbLexis)}\n) as limited limit ${rows}` as Sql,
  grants: () => null,
  indexes: () => null,
  readFile,
  dependents: () => null,
  viewText: name => viewTextSql(name) as Sql,
  isOf: () => null,
  render: renderers,
};

const viewTextSql = ({ catalog, schema, name }: RelationName): string =>
  `select sql from duckdb_views() where database_name = ${catalog === null ? 'current_database()' : quoting.string(catalog)}
and schema_name = ${quoting.string(schema)} and view_name = ${quoting.string(name)}`;

function literal(value: SqlValue): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return quoting.string(value);
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return numberLiteral(value);
  if (typeof value === 'bigint') return bigintLiteral(value);
  if (value instanceof Date) return `timestamptz '${value.toISOString()}'`;
  return `'${[...value].map(byte => `\\x${byte.toString(16).padStart(2, '0').toUpperCase()}`).join('')}'::blob`;
}

/** Parentheses around a negative number, since `a -` followed by `-1` would start a comment. */
function numberLiteral(value: number): string {
  if (!Number.isFinite(value)) return `'${value}'::double`;
  return value < 0 || Object.is(value, -0) ? `(${Object.is(value, -0) ? '-0' : value})` : String(value);
}

/** DuckDB reads digits beyond HUGEINT as a rounded double. */
function bigintLiteral(value: bigint): string {
  if (BigInt.asIntN(128, value) !== value) return `'${value}'::bignum`;
  return value < 0n ? `(${value})` : String(value);
}
