import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { MergeClause, PlainStep, StepOf } from '../../src/adapter/step.ts';
import { csvColumnTypes } from '../../src/sql/csv-type.ts';
import type { RelationName, Sql } from '../../src/sql/relation.ts';
import { failure, never, type Opened, open } from '../../test/adapter/duckdb.ts';
import { dialect } from './dialect.ts';

let db: Opened;
beforeEach(async () => {
  db = await open();
});
afterEach(() => db.close());

const name = (table: string): RelationName => ({ catalog: 'memory', schema: 'main', name: table });
const sql = (text: string): Sql => text as Sql;
const table = (
  target: RelationName,
  select: string,
  options: { readonly replace?: true; readonly temporary?: true } = {},
): StepOf<'create-table'> => ({
  kind: 'create-table',
  target,
  select: sql(select),
  layout: { options: {} },
  replace: options.replace ?? false,
  temporary: options.temporary ?? false,
});

test('schemas, tables and views are created and replaced', async () => {
  await db.apply(
    { kind: 'create-schema', catalog: 'memory', schema: 'my "schema"' },
    { kind: 'create-schema', catalog: null, schema: 'my "schema"' },
  );
  const target = { catalog: 'memory', schema: 'my "schema"', name: 'order' };
  const [created] = await db.apply(table(target, 'select 1 as a -- all', { replace: true }));
  expect(created?.rows).toBe(1);
  await db.apply(table(target, 'select * from range(3)', { replace: true }));
  expect(await db.rows('select count(*) from "my ""schema"""."order"')).toEqual([[3]]);
  const view = { ...target, name: 'v' };
  await db.apply({ kind: 'create-view', target: view, select: sql('select 1 as x'), replace: true });
  await db.apply({ kind: 'create-view', target: view, select: sql('select 2 as y'), replace: true });
  expect(await db.rows('select y from "my ""schema""".v')).toEqual([[2]]);
  await db.apply(
    { kind: 'drop', target: view, is: 'view', cascade: false },
    { kind: 'drop', target, is: 'table', cascade: true },
  );
  expect(await db.warehouse.catalog.relations([target], never)).toEqual([]);
});

test('a temporary table is found under the name that capabilities tell', async () => {
  await db.apply(
    table(name('staged'), 'select 1 as a', { temporary: true }),
    table(name('staged'), 'select 2 as a', { temporary: true, replace: true }),
  );
  expect(await db.rows('select a from "temp"."main"."staged"')).toEqual([[2]]);
});

interface Replacing {
  readonly key?: readonly string[];
  readonly columns?: readonly string[];
  readonly update?: readonly string[];
  readonly predicates?: readonly Sql[];
}
const upsert = (how: 'merge' | StepOf<'upsert'>['how'], more: Replacing = {}): PlainStep => {
  const { key = ['id'], columns = ['id', 'select'], update = ['select'], predicates = [] } = more;
  const base = { target: name('t'), staged: name('s'), key, predicates };
  const set = (names: readonly string[]) => names.map(column => ({ column, from: { staged: column } }));
  if (how !== 'merge') return { kind: 'upsert', ...base, columns, update, nulls: 'differ', grain: null, how };
  const matched: readonly MergeClause[] =
    update.length === 0 ? [] : [{ when: 'matched', condition: null, action: { kind: 'update', set: set(update) } }];
  const added: MergeClause = { when: 'not-matched', condition: null, action: { kind: 'insert', set: set(columns) } };
  return { kind: 'merge', ...base, clauses: [...matched, added], returning: [] };
};

test.each(['merge', 'delete-insert', 'on-conflict'] as const)(
  '%s replaces rows with the same key and adds the others',
  async how => {
    await db.run(
      `create table t (id int${how === 'on-conflict' ? ' primary key' : ''}, "select" varchar); insert into t values (1, 'old'), (2, 'old')`,
    );
    await db.run(`create table s as select * from (values (2, 'new'), (3, 'new')) v(id, "select")`);
    await db.apply(upsert(how));
    expect(await db.rows('from t order by id')).toEqual([
      [1, 'old'],
      [2, 'new'],
      [3, 'new'],
    ]);
  },
);

test.each(['merge', 'delete-insert'] as const)('%s compares keys by equality and obeys predicates', async how => {
  await db.run(`create table t as select * from (values (null, 'old'), (1, 'old'), (2, 'old')) v(id, "select")`);
  await db.run(`create table s as select * from (values (null, 'new'), (1, 'new'), (2, 'new')) v(id, "select")`);
  await db.apply(upsert(how, { predicates: [sql('DBT_INTERNAL_DEST.id > 1 -- recent')] }));
  const news = (id: string): Promise<unknown> => db.rows(`select "select" from t where id ${id} order by 1`);
  expect(await news('is null')).toEqual([['new'], ['old']]);
  expect(await news('= 1')).toEqual([['new'], ['old']]);
  expect(await news('= 2')).toEqual([['new']]);
});

test.each(['merge', 'delete-insert'] as const)('%s without a key only adds', async how => {
  await db.run(`create table t as select 1 as id, 'a' as "select"; create table s as from t`);
  await db.apply(upsert(how, { key: [] }));
  expect(await db.rows('select count(*) from t')).toEqual([[2]]);
});

test('merge leaves columns alone that are not to be updated', async () => {
  await db.run(
    `create table t as select 1 as id, 'a' as "select", 1 as kept; create table s as select 1 as id, 'b' as "select", 2 as kept`,
  );
  await db.apply(upsert('merge', { columns: ['id', 'select', 'kept'] }));
  expect(await db.rows('from t')).toEqual([[1, 'b', 1]]);
  await db.apply(upsert('merge', { columns: ['id', 'select', 'kept'], update: [] }));
  expect(await db.rows('from t')).toEqual([[1, 'b', 1]]);
});

test('columns are added, dropped and retyped; inserts go by column name', async () => {
  await db.run('create table t as select 1 as a, 2 as b');
  await db.apply({
    kind: 'alter-columns',
    target: name('t'),
    changes: [
      { kind: 'add', column: { name: 'c d', type: { kind: 'date' }, nativeType: 'DATE', nullable: true, comment: null } },
      { kind: 'drop', name: 'b' },
      { kind: 'retype', name: 'a', to: 'VARCHAR' },
    ],
    released: [],
  });
  const [, inserted] = await db.apply(
    { kind: 'hook', sql: sql('select 1') },
    {
      kind: 'insert',
      target: name('t'),
      columns: ['c d', 'a'],
      select: sql("select 'x' as a, date '2024-01-01' as \"c d\" -- last"),
    },
  );
  expect(inserted?.rows).toBe(1);
  expect(await db.rows('from t')).toEqual([
    ['1', null],
    ['x', '2024-01-01'],
  ]);
});

test.each([
  ['table', 'table'],
  ['table', 'view'],
  ['view', 'table'],
] as const)('a new %s takes the place of an old %s', async (builtIs, liveIs) => {
  await db.run(`create ${liveIs} live as select 'old' as x; create ${builtIs} built as select 'new' as x`);
  await db.session.transaction(() =>
    db.apply({
      kind: 'supersede',
      built: name('built'),
      builtIs,
      live: name('live'),
      liveIs,
      how: 'rename-in-transaction',
      released: [],
    }),
  );
  expect(await db.rows('from live')).toEqual([['new']]);
  expect((await db.warehouse.catalog.relations([{ catalog: null, schema: 'main' }], never)).length).toBe(1);
});

test.each(['table', 'view'] as const)('comments on a %s and its columns are read back', async is => {
  await db.run(`create ${is} t as select 1 as "a b", 2 as c`);
  await db.apply({ kind: 'comment', target: name('t'), is, text: "it's", columns: { 'a b': 'the "key"' } });
  const scope = [{ catalog: null, schema: 'main' }];
  expect((await db.warehouse.catalog.relations(scope, never))[0]?.comment).toBe("it's");
  expect((await db.warehouse.catalog.columns(scope, never))[0]?.columns.map(column => column.comment)).toEqual([
    'the "key"',
    null,
  ]);
});

async function load(csv: string, source: Partial<StepOf<'load-csv'>['source']> = {}): Promise<unknown> {
  const path = join(db.dir, "it's [a] seed*.csv");
  writeFileSync(path, csv);
  await db.apply({
    kind: 'load-csv',
    target: name('seed'),
    source: { path, delimiter: ',', columns: null, columnTypes: {}, ...source },
    replace: true,
  });
  const { columns, rows } = await db.query('from seed');
  return { columns: columns.map(column => `${column.name} ${column.nativeType}`), rows };
}

test('a seed gets the types that its values have, over the whole file', async () => {
  expect(await load('id,price,day,at,ok,code,us\n1,1.5,2024-01-01,2024-01-01 10:00:00,true,007,01/02/2024\n2,,,,,,\n')).toEqual({
    columns: ['id BIGINT', 'price DOUBLE', 'day DATE', 'at TIMESTAMP', 'ok BOOLEAN', 'code VARCHAR', 'us VARCHAR'],
    rows: [
      [1, 1.5, '2024-01-01', '2024-01-01T10:00:00', true, '007', '01/02/2024'],
      [2, null, null, null, null, null, null],
    ],
  });
  const late = `a\n${'1\n'.repeat(30_000)}x\n`;
  expect(await load(late)).toMatchObject({ columns: ['a VARCHAR'] });
});

test('a seed keeps quotes, line breaks, a byte order mark and odd headers', async () => {
  expect(await load('\ufeffa b|select\r\n"x ""y"" | z"|"two\nlines"\r\n', { delimiter: '|' })).toEqual({
    columns: ['a b VARCHAR', 'select VARCHAR'],
    rows: [['x "y" | z', 'two\nlines']],
  });
  expect(await load('x\ty\n1\té\n', { delimiter: '\t' })).toMatchObject({ rows: [[1, 'é']] });
  expect(await load('a,b\n')).toEqual({ columns: ['a VARCHAR', 'b VARCHAR'], rows: [] });
});

test('a seed loads with the types that dbt would guess', async () => {
  const csv = [
    'int,sum,plus,zero,float,day,at,iso,ok,flag,big,none,quoted',
    '1.0,1e5,+1,007,.5,2024-1-2,2024-01-01 10:00:00,2024-01-01T10:00:00Z,True,t,3000000000,,"5"',
    '2,2,-2,010,1.,2024-01-01,,2024-01-01T10:00:00.5+02:00,false,f,1,,"6"\n',
  ].join('\n');
  // DuckDB drops the offset when it casts to a timestamp without zone, for dbt-duckdb as well.
  const guessed = [...csvColumnTypes(csv, { delimiter: ',', nulls: 'empty' })].map(([column, type]) => [
    column,
    dialect.typeName(type),
  ]);
  expect(await load(csv, { columnTypes: Object.fromEntries(guessed) })).toEqual({
    columns: guessed.map(([column, type]) => `${column} ${type}`),
    rows: [
      [1, 100_000, 1, 7, 0.5, '2024-01-02', '2024-01-01T10:00:00', '2024-01-01T10:00:00', true, 't', 3_000_000_000, null, 5],
      [2, 2, -2, 10, 1, '2024-01-01', null, '2024-01-01T10:00:00.5', false, 'f', 1, null, 6],
    ],
  });
});

test('column types are as the author wrote them, whatever the case of the name', async () => {
  expect(await load('ID,amount\n01,7\n', { columnTypes: { id: 'varchar(5)', Amount: 'decimal(10,2)' } })).toEqual({
    columns: ['ID VARCHAR', 'amount DECIMAL(10,2)'],
    rows: [['01', '7.00']],
  });
});

test.each([
  ['a,b\n1,"x\ny"\n2,x,z\n', {}, /^Line 4 of `.*seed\*\.csv` has 3 values, but the header has 2\.$/],
  ['a,b\n1\n', {}, /^Line 2 of `.*` has 1 value, but the header has 2\.$/],
  [
    'a,b\n1,x\n2,abc\n',
    { columnTypes: { b: 'integer' } },
    /^Line 2 of `.*` cannot be loaded: Error when converting column "b"\. Could not convert string "x" to `INTEGER`$/,
  ],
  ['a,b\n1,x\n', { columnTypes: { c: 'integer' } }, /^`column_types` names `c`, which the file does not have\.$/],
] as const)('the seed %j is refused', async (csv, source, message) => {
  const error = await failure(load(csv, source));
  expect(error.message).toMatch(message);
  expect(error.reason).toBe('data');
});

test('a missing seed file is told', async () => {
  const error = await failure(load('a\n', { path: join(db.dir, 'no.csv') }));
  expect([error.reason, error.message]).toEqual(['missing', `No files found that match the pattern "${join(db.dir, 'no.csv')}"`]);
});

test('a select reads files by a path relative to the project', async () => {
  mkdirSync(join(db.dir, 'data'));
  writeFileSync(join(db.dir, 'data', 'a.csv'), 'x\n1\n');
  writeFileSync(join(db.dir, 'data', 'b.json'), '[{"x": 2}]');
  await db.run(`copy (select 3 as x) to '${join(db.dir, 'data', 'c.parquet')}'`);
  expect(
    await db.rows(
      "select * from 'data/a.csv' union all select x from read_json('data/b.json') union all from 'data/*.parquet' order by 1",
    ),
  ).toEqual([[1], [2], [3]]);
});
