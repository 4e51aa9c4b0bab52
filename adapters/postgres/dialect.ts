import type { Dialect, SqlValue } from '../../src/adapter/adapter.ts';
import type { RelationName, Sql } from '../../src/sql/relation.ts';
import { withoutFinalSemicolon } from '../../src/sql/statement-split.ts';
import { dependentsSql } from './binding.ts';
import { assumedServer } from './capabilities.ts';
import { postgresLexis } from './lexis.ts';
import { quoting } from './quote.ts';
import { renderers } from './render.ts';
import { parseType, typeName } from './type.ts';

export const dialect: Dialect = {
  assumedServer,
  identifier: quoting.identifier,
  relation: quoting.relation,
  literal: value => literal(value) as Sql,
  typeName,
  parseType,
  lexis: postgresLexis,
  // The newline keeps a comment at the end of the select from swallowing the parenthesis.
  limit: (select, rows) => `select * from (\n${withoutFinalSemicolon(select, postgresLexis)}\n) as limited limit ${rows}` as Sql,
  grants: name => grantsSql(name) as Sql,
  dependents: dependentsSql,
  readFile: null,
  indexes: name => indexesSql(name) as Sql,
  viewText: name => `select pg_catalog.pg_get_viewdef(${idOf(name)})` as Sql,
  isOf: isOfSql,
  render: renderers,
};

/** Of the table's own columns: an index over an expression is nobody's configuration. */
const indexesSql = ({
  schema,
  name,
}: RelationName): string => `select i.relname, string_agg(a.attname, ',' order by k.position), x.indisunique, m.amname
from pg_catalog.pg_index x
join pg_catalog.pg_class i on i.oid = x.indexrelid
join pg_catalog.pg_am m on m.oid = i.relam
join pg_catalog.pg_class t on t.oid = x.indrelid
join pg_catalog.pg_namespace n on n.oid = t.relnamespace
cross join lateral unnest(x.indkey::int2[]) with ordinality k(attnum, position)
join pg_catalog.pg_attribute a on a.attrelid = t.oid and a.attnum = k.attnum
where n.nspname = ${quoting.string(schema)} and t.relname = ${quoting.string(name)} and x.indexprs is null
group by i.relname, x.indisunique, m.amname
order by i.relname`;

function literal(value: SqlValue): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return quoting.string(value);
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return numberLiteral(value);
  // Parentheses, since `a -` followed by `-1` would start a comment. Any size: beyond bigint, digits are a numeric.
  if (typeof value === 'bigint') return value < 0n ? `(${value})` : String(value);
  if (value instanceof Date) return `timestamptz '${value.toISOString()}'`;
  return `decode('${Buffer.from(value).toString('hex')}', 'hex')`;
}

function numberLiteral(value: number): string {
  if (!Number.isFinite(value)) return `float8 '${value}'`;
  if (Object.is(value, -0)) return `float8 '-0'`;
  return value < 0 ? `(${value})` : String(value);
}

/** The server keeps no query as it was written, so it spells out both. */
function isOfSql(view: RelationName, select: Sql): Sql {
  const wanted = 'pg_temp."modelwright_wanted"';
  return `drop view if exists ${wanted};
create temporary view "modelwright_wanted" as
${withoutFinalSemicolon(select, postgresLexis)}
;
select pg_catalog.pg_get_viewdef('${wanted}'::regclass) = pg_catalog.pg_get_viewdef(${idOf(view)})` as Sql;
}

const idOf = (name: RelationName): string => `${quoting.string(quoting.relation({ ...name, catalog: null }))}::regclass`;

const grantsSql = (name: RelationName): string => `select acl.privilege_type, coalesce(role.rolname, 'public')
from pg_catalog.pg_class as class
cross join pg_catalog.aclexplode(class.relacl) as acl
left join pg_catalog.pg_roles as role on role.oid = acl.grantee
where class.oid = ${idOf(name)} and acl.grantee <> class.relowner
order by 1, 2`;
