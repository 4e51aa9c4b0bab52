import type { Renderers, Statement } from '../../src/adapter/adapter.ts';
import type { ColumnChange, StepOf } from '../../src/adapter/step.ts';
import type { RelationKind, RelationName, Sql } from '../../src/sql/relation.ts';
import type { Quoting } from './quote.ts';
import { brokenKeys, deleteInsertSql, duplicateKeys, mergeSql, onConflictSql, replaceWindowSql } from './rows.ts';
import { shapeLines } from './shape.ts';

/** Loading a file is nowhere standard, so each adapter brings its own renderer for it. */
export type AnsiRenderers = Omit<Renderers, 'load-csv' | 'write-file'>;

export const ddl = (sql: string): Statement => ({ sql: sql as Sql, kind: 'ddl', repeatable: false });
const dml = (sql: string): Statement => ({ sql: sql as Sql, kind: 'dml', repeatable: false });
/** DDL that leaves the same state however often it runs. */
const repeatableDdl = (sql: string): Statement => ({ sql: sql as Sql, kind: 'ddl', repeatable: true });

/** One renderer per step in the most widely understood SQL; an adapter spreads them and overrides what its warehouse spells differently. */
export function ansiRenderers(quoting: Quoting): AnsiRenderers {
  const { identifier: id, relation: rel, string } = quoting;
  return {
    'create-schema': s => [
      repeatableDdl(`create schema if not exists ${s.catalog === null ? '' : `${id(s.catalog)}.`}${id(s.schema)}`),
    ],
    'create-table': s => [
      {
        ...ddl(`create ${replaces(s.replace)}${s.temporary ? 'temporary ' : ''}table ${rel(s.target)} as\n${s.select}`),
        repeatable: s.replace,
      },
    ],
    'define-table': s => [
      {
        ...ddl(`create ${replaces(s.replace)}table ${rel(s.target)} (\n${shapeLines(s.shape, quoting).join(',\n')}\n)`),
        repeatable: s.replace,
      },
    ],
    'drop-constraints': s => [ddl(`create or replace table ${rel(s.target)} as\nselect * from ${rel(s.target)}`)],
    'create-index': s => [ddl(createIndex(s, quoting))],
    'create-materialized-view': s => [ddl(`create materialized view ${rel(s.target)} as\n${s.select}`)],
    refresh: s => [repeatableDdl(`refresh materialized view ${rel(s.target)}`)],
    'drop-index': s => [repeatableDdl(`drop index if exists ${rel({ ...s.target, name: s.name })}`)],
    'create-function': s => [
      ddl(`create or replace function ${rel(s.target)}(${s.parameters.join(', ')}) as table\n${s.select}`),
    ],
    'create-view': s => [{ ...ddl(`create ${replaces(s.replace)}view ${rel(s.target)} as\n${s.select}`), repeatable: s.replace }],
    'define-function': s => [{ ...ddl(createFunction(s, quoting)), repeatable: true }],
    'alter-columns': s => s.changes.map(change => ddl(`alter table ${rel(s.target)} ${columnChange(change, quoting)}`)),
    insert: s => {
      const columns = s.columns.map(id).join(', ');
      return [dml(`insert into ${rel(s.target)} (${columns})\nselect ${columns} from (\n${s.select}\n) as new_rows`)];
    },
    upsert: s => (s.how === 'on-conflict' ? [dml(onConflictSql(s, quoting))] : deleteInsertSql(s, quoting).map(dml)),
    'replace-window': s => replaceWindowSql(s, quoting).map(dml),
    merge: s => [dml(mergeSql(s, quoting))],
    'assert-keys': s => [{ sql: brokenKeys(s) as Sql, kind: 'query', repeatable: true }],
    'assert-unique': s => [{ sql: duplicateKeys(s, quoting) as Sql, kind: 'query', repeatable: true }],
    write: s => [dml(s.sql)],
    supersede: s => supersede(s, quoting),
    drop: s => [repeatableDdl(`drop ${keyword(s.is)} if exists ${rel(s.target)}${s.cascade ? ' cascade' : ''}`)],
    comment: s => [
      ...(s.text === null ? [] : [repeatableDdl(`comment on ${keyword(s.is)} ${rel(s.target)} is ${string(s.text)}`)]),
      ...Object.entries(s.columns).map(([name, text]) =>
        repeatableDdl(`comment on column ${rel(s.target)}.${id(name)} is ${string(text)}`),
      ),
    ],
    grant: s => s.to.map(who => repeatableDdl(`grant ${s.privilege} on ${rel(s.target)} to ${id(who)}`)),
    revoke: s => s.from.map(who => repeatableDdl(`revoke ${s.privilege} on ${rel(s.target)} from ${id(who)}`)),
    hook: s => [dml(s.sql)],
  };
}

const replaces = (replace: boolean): string => (replace ? 'or replace ' : '');
export const keyword = (kind: StepOf<'drop'>['is']): string => (kind === 'external' ? 'table' : kind.replace('-', ' '));

function columnChange(change: ColumnChange, { identifier: id }: Quoting): string {
  switch (change.kind) {
    case 'add':
      return `add column ${id(change.column.name)} ${change.column.nativeType}`;
    case 'drop':
      return `drop column ${id(change.name)}`;
    case 'retype':
      return `alter column ${id(change.name)} type ${change.to}`;
    default:
      return change satisfies never;
  }
}

function createIndex({ target, index }: StepOf<'create-index'>, { identifier: id, relation: rel }: Quoting): string {
  const using = index.type === null ? '' : ` using ${index.type}`;
  const columns = index.columns.map(id).join(', ');
  return `create ${index.isUnique ? 'unique ' : ''}index ${id(index.name)} on ${rel(target)}${using} (${columns})`;
}

const volatilities = { deterministic: 'immutable', stable: 'stable', 'non-deterministic': 'volatile' } as const;

function createFunction(s: StepOf<'define-function'>, { identifier: id, relation: rel }: Quoting): string {
  const list = s.arguments.map(one => `${id(one.name)} ${one.type}${one.default === null ? '' : ` default ${one.default}`}`);
  const volatility = s.volatility === null ? '' : ` ${volatilities[s.volatility]}`;
  const mark = freeMark(s.body);
  const head = `create or replace function ${rel(s.target)}(${list.join(', ')})`;
  return `${head}\nreturns ${s.returns}${volatility}\nlanguage sql as ${mark}\n${asSelect(s.body)}\n${mark}`;
}

const STATEMENT = /^(?:\s|\(|--[^\n]*\n|\/\*[\s\S]*?\*\/)*(?:select|with|values|table|insert|update|delete|merge)\b/i;

/** A body may be an expression alone, as other warehouses have it. */
const asSelect = (body: string): string => (STATEMENT.test(body) ? body : `select\n${body}`);

/** A dollar quote that the text does not hold. */
function freeMark(text: string): string {
  let mark = '$body$';
  for (let count = 1; text.includes(mark); count++) mark = `$body${count}$`;
  return mark;
}

/** The new rows go live under a name that is free for an instant, so this is safe only inside a transaction. */
function supersede(
  { built, builtIs, live, liveIs }: StepOf<'supersede'>,
  { identifier: id, relation: rel }: Quoting,
): readonly Statement[] {
  const old: RelationName = { ...live, name: `${built.name}__aside` };
  const rename = (is: RelationKind, from: RelationName, to: RelationName): Statement =>
    ddl(`alter ${keyword(is)} ${rel(from)} rename to ${id(to.name)}`);
  return [rename(liveIs, live, old), rename(builtIs, built, live), ddl(`drop ${keyword(liveIs)} ${rel(old)}`)];
}
