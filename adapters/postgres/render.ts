import type { Renderers, Statement } from '../../src/adapter/adapter.ts';
import type { StepOf } from '../../src/adapter/step.ts';
import type { RelationKind, Sql } from '../../src/sql/relation.ts';
import { ansiRenderers, ddl, keyword } from '../ansi/render.ts';
import { keeping, rewriteViews } from './keep.ts';
import { quoting } from './quote.ts';

const { identifier: id, relation: rel } = quoting;
const ansi = ansiRenderers(quoting);

export const renderers: Renderers = {
  ...ansi,
  // A schema's name takes no database: it is always in the one that is connected.
  'create-schema': (s, can) => ansi['create-schema']({ ...s, catalog: null }, can),
  'alter-columns': (s, can) => alterColumns(s, ansi['alter-columns'](s, can)),
  supersede: s => [ddl(supersede(s))],
  drop: s => [{ ...ddl(`drop ${noun(s.is)} if exists ${rel(s.target)}${s.cascade ? ' cascade' : ''}`), repeatable: true }],
  'create-table': (s, can) => ansi['create-table'](s, can).map(one => logged(one, s)),
  'define-table': (s, can) => ansi['define-table'](s, can).map(one => logged(one, s)),
  'drop-constraints': s => [ddl(dropConstraints(s))],
  grant: s => s.to.map(who => grantee(`grant ${s.privilege} on ${rel(s.target)} to`, who)),
  revoke: s => s.from.map(who => grantee(`revoke ${s.privilege} on ${rel(s.target)} from`, who)),
  // Models of a server do not live in files of this machine: `readFile` is null.
  'write-file': () => [],
  'load-csv': s => [ddl(csvTable(s)), { sql: copy(s), kind: 'dml', repeatable: false, input: s.source }],
};

/** Columns are texts where the file gives no other type. */
function csvTable({ target, source }: StepOf<'load-csv'>): string {
  const columns = csvColumns(source).map(({ name, type }) => `${id(name)} ${type}`);
  return `create table ${rel(target)} (\n  ${columns.join(',\n  ')}\n)`;
}

function csvColumns({ columns, columnTypes }: StepOf<'load-csv'>['source']) {
  const types = new Map(Object.entries(columnTypes).map(([name, type]) => [name.toLowerCase(), type]));
  return (columns ?? Object.keys(columnTypes)).map(name => ({ name, type: types.get(name.toLowerCase()) ?? 'text' }));
}

const copy = ({ target, source }: StepOf<'load-csv'>): Sql =>
  `copy ${rel(target)} (${csvColumns(source)
    .map(({ name }) => id(name))
    .join(', ')}) from stdin` as Sql;

/** An unlogged table is written faster, and is empty after a crash. */
const logged = (statement: Statement, { layout }: Pick<StepOf<'create-table'>, 'layout'>): Statement =>
  layout.options['unlogged'] === true
    ? { ...statement, sql: statement.sql.replace(/^create table /, 'create unlogged table ') as Sql }
    : statement;

/** `public` is everybody, and no name. */
const grantee = (sql: string, who: string): Statement => ({
  ...ddl(`${sql} ${who.toLowerCase() === 'public' ? 'public' : id(who)}`),
  repeatable: true,
});

const dropConstraints = ({ target }: StepOf<'drop-constraints'>): string => `do $do$
declare
  name text;
begin
  for name in select conname from pg_catalog.pg_constraint where conrelid = ${quoting.string(rel(target))}::regclass loop
    execute format('alter table ${rel(target).replaceAll("'", "''").replaceAll('%', '%%')} drop constraint if exists %I cascade', name);
  end loop;
end
$do$`;

const noun = (kind: RelationKind): string => (kind === 'external' ? 'foreign table' : keyword(kind));

/** Not every change of a type is one that Postgres would make by itself, so that it is told how. */
function alterColumns(s: StepOf<'alter-columns'>, plain: readonly Statement[]): readonly Statement[] {
  const statements = s.changes.map((change, at) =>
    change.kind === 'retype' ? `${plain[at]?.sql} using ${id(change.name)}::${change.to}` : (plain[at]?.sql ?? ''),
  );
  if (s.changes.every(change => change.kind === 'add')) return plain;
  const { target, released } = s;
  return [ddl(keeping({ target, released, light: statements, full: statements, absent: statements }))];
}

/** The old relation stands aside until the views that read it have been written anew. */
function supersede({ built, builtIs, live, liveIs, released }: StepOf<'supersede'>): string {
  const old = { ...live, name: `${built.name}__aside` };
  const takeName = `alter ${noun(builtIs)} ${rel(built)} rename to ${id(live.name)}`;
  return keeping({
    target: live,
    released,
    light: [
      `alter ${noun(liveIs)} ${rel(live)} rename to ${id(old.name)}`,
      takeName,
      rewriteViews,
      `drop ${noun(liveIs)} ${rel(old)}`,
    ],
    full: [`drop ${noun(liveIs)} ${rel(live)}`, takeName],
    absent: [takeName],
  });
}
