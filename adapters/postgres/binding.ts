import type { RelationName, Sql } from '../../src/sql/relation.ts';
import { quoting } from './quote.ts';

/** Common tables: `bound` has the views that read a relation, directly or through others, and how far away they are at most. */
const boundViews = (relation: string): string => `paths(id, level) as (
      select r.ev_class, 1
      from pg_catalog.pg_depend d join pg_catalog.pg_rewrite r on r.oid = d.objid
      where d.classid = 'pg_catalog.pg_rewrite'::regclass and d.refclassid = 'pg_catalog.pg_class'::regclass
        and d.refobjid = ${relation} and r.ev_class <> ${relation}
      union
      select r.ev_class, p.level + 1
      from paths p
      join pg_catalog.pg_depend d on d.refobjid = p.id and d.refclassid = 'pg_catalog.pg_class'::regclass
      join pg_catalog.pg_rewrite r on r.oid = d.objid and d.classid = 'pg_catalog.pg_rewrite'::regclass
      where r.ev_class <> p.id and p.level < 1000
    ),
    bound(id, level) as (select id, max(level) from paths group by id)`;

/** A condition: whether anything is bound to a relation. Some of a relation's own rules and constraints count too. */
export const isBound = (relation: string): string => `exists (select from pg_catalog.pg_depend
    where refclassid = 'pg_catalog.pg_class'::regclass and refobjid = ${relation}
      and classid in ('pg_catalog.pg_rewrite'::regclass, 'pg_catalog.pg_constraint'::regclass))`;

/** For planning: a row for each column that a dependent reads of something, and one for what it reads as a whole. */
export function dependentsSql(name: RelationName): Sql {
  const relation = `pg_catalog.to_regclass(${quoting.string(quoting.relation({ ...name, catalog: null }))})`;
  return `with recursive ${boundViews(relation)}
select kind, schema, name, read_schema, read_name, read_column
from (
  select distinct b.level, case c.relkind when 'm' then 'materialized-view' else 'view' end as kind,
    n.nspname as schema, c.relname as name, rn.nspname as read_schema, rc.relname as read_name, a.attname as read_column
  from bound b
  join pg_catalog.pg_class c on c.oid = b.id
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  join pg_catalog.pg_rewrite r on r.ev_class = b.id
  join pg_catalog.pg_depend d on d.objid = r.oid and d.classid = 'pg_catalog.pg_rewrite'::regclass
    and d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid <> b.id
  join pg_catalog.pg_class rc on rc.oid = d.refobjid and (rc.oid = ${relation} or rc.oid in (select id from bound))
  join pg_catalog.pg_namespace rn on rn.oid = rc.relnamespace
  left join pg_catalog.pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid and d.refobjsubid > 0
  union all
  select distinct 0, 'table', n.nspname, c.relname, rn.nspname, rc.relname, a.attname
  from pg_catalog.pg_constraint k
  join pg_catalog.pg_class c on c.oid = k.conrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  join pg_catalog.pg_class rc on rc.oid = k.confrelid
  join pg_catalog.pg_namespace rn on rn.oid = rc.relnamespace
  join pg_catalog.pg_attribute a on a.attrelid = k.confrelid and a.attnum = any (k.confkey)
  where k.contype = 'f' and k.confrelid = ${relation} and k.conrelid <> k.confrelid
) as dependents
order by level, schema, name` as Sql;
}

const isReleased = (released: readonly RelationName[]): string =>
  released.length === 0
    ? 'false'
    : `(n.nspname, c.relname) in (${released.map(({ schema, name }) => `(${quoting.string(schema)}, ${quoting.string(name)})`).join(', ')})`;

/** Statements of one kind that give a view back what it had, as a text; null when there are none. */
const each = (statement: string, from: string): string => `(select string_agg(${statement}, '; ') from ${from})`;

const grantee = `case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end`;
const option = `case when a.is_grantable then ' with grant option' else '' end`;
const dress = [
  each(
    `format('grant %s on %s to %s%s', a.privilege_type, k.name, ${grantee}, ${option})`,
    'aclexplode(c.relacl) a where a.grantee <> c.relowner',
  ),
  each(
    `format('grant %s (%I) on %s to %s%s', a.privilege_type, t.attname, k.name, ${grantee}, ${option})`,
    'pg_attribute t cross join aclexplode(t.attacl) a where t.attrelid = c.oid and t.attnum > 0',
  ),
  each(
    `case t.attname is null when true then format('comment on %s %s is %L', k.kind, k.name, d.description)
          else format('comment on column %s.%I is %L', k.name, t.attname, d.description) end`,
    `pg_description d left join pg_attribute t on t.attrelid = d.objoid and t.attnum = d.objsubid and d.objsubid > 0
          where d.objoid = c.oid and d.classoid = 'pg_class'::regclass`,
  ),
  each('pg_get_indexdef(i.indexrelid)', 'pg_index i where i.indrelid = c.oid'),
  each(
    `format('alter view %s alter column %I set default %s', k.name, t.attname, pg_get_expr(f.adbin, f.adrelid))`,
    'pg_attrdef f join pg_attribute t on t.attrelid = f.adrelid and t.attnum = f.adnum where f.adrelid = c.oid',
  ),
  each(`rtrim(pg_get_ruledef(u.oid), '; ')`, `pg_rewrite u where u.ev_class = c.oid and u.rulename <> '_RETURN'`),
  each('pg_get_triggerdef(g.oid)', 'pg_trigger g where g.tgrelid = c.oid and not g.tgisinternal'),
];

/** A list of the views that are bound to `target`, each behind those that it reads, with the statements that drop it, make it again, and give it back what it had besides. */
export const viewsSql = (released: readonly RelationName[]): string => `    with recursive ${boundViews('target')}
    select coalesce(jsonb_agg(jsonb_build_object(
      'level', b.level,
      'kind', k.kind,
      'name', k.name,
      'released', ${isReleased(released)},
      'drop', format('drop %s %s', k.kind, k.name),
      'rewrite', format('create or replace view %s%s as %s', k.name, k.options, k.query),
      'make', concat_ws('; ',
        format('create %s %s%s as %s%s', k.kind, k.name, k.options, k.query, case when c.relispopulated then '' else ' with no data' end),
        case when c.relowner <> r.oid then format('alter %s %s owner to %I', k.kind, k.name, pg_get_userbyid(c.relowner)) end
      ),
      'dress', concat_ws('; ',
        ${dress.join(',\n        ')}
      )
    ) order by b.level, k.name), '[]')
    from bound b
    join pg_class c on c.oid = b.id
    join pg_namespace n on n.oid = c.relnamespace
    join pg_roles r on r.rolname = current_user
    cross join lateral (
      select
        case c.relkind when 'm' then 'materialized view' else 'view' end as kind,
        c.oid::regclass::text as name,
        coalesce(' with (' || array_to_string(c.reloptions, ', ') || ')', '') as options,
        rtrim(pg_get_viewdef(c.oid), '; ') as query
    ) k`;

/** A list of the foreign keys of other tables that point at `target`. */
export const keysSql = (released: readonly RelationName[]): string => `    select coalesce(jsonb_agg(jsonb_build_object(
      'kind', 'key',
      'name', c.oid::regclass::text,
      'released', ${isReleased(released)},
      'drop', format('alter table %s drop constraint %I', c.oid::regclass, k.conname),
      'make', format('alter table %s add constraint %I %s', c.oid::regclass, k.conname, pg_get_constraintdef(k.oid))
    ) order by k.conname), '[]')
    from pg_constraint k
    join pg_class c on c.oid = k.conrelid
    join pg_namespace n on n.oid = c.relnamespace
    where k.contype = 'f' and k.confrelid = target and k.conrelid <> target and k.conparentid = 0`;

/** Those who were granted something on a view when it was made: `one` is an element of `viewsSql`. */
export const strangersSql = `select distinct case a.grantee when 0 then 'public' else pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(a.grantee)) end
          from pg_catalog.pg_class c cross join pg_catalog.aclexplode(c.relacl) a
          where one ->> 'kind' <> 'key' and c.oid = pg_catalog.to_regclass(one ->> 'name') and a.grantee <> c.relowner`;
