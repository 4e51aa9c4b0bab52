import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sql } from '../../src/sql/relation.ts';
import { failure, never, type Opened, open, sessionOf } from '../../test/adapter/duckdb.ts';

let db: Opened;
beforeEach(async () => {
  db = await open();
});
afterEach(() => db.close());

const cells: readonly (readonly [string, unknown])[] = [
  ['null', null],
  ['true', true],
  ['1::tinyint', 1],
  ['255::utinyint', 255],
  ['9007199254740991', Number.MAX_SAFE_INTEGER],
  ['9007199254740992', 9007199254740992n],
  ['18446744073709551615::ubigint', 18446744073709551615n],
  ['170141183460469231731687303715884105727::hugeint', 170141183460469231731687303715884105727n],
  ['5::uhugeint', 5],
  ['123456789012345678901234567890::bignum', 123456789012345678901234567890n],
  ['0.1::float + 0.2::float', Math.fround(Math.fround(0.1) + Math.fround(0.2))],
  ["'nan'::double", Number.NaN],
  ['1.50::decimal(4,2)', '1.50'],
  ['-0.05::decimal(9,3)', '-0.050'],
  ['12345678901234567890123456789012345.678::decimal(38,3)', '12345678901234567890123456789012345.678'],
  ["date '2024-02-29'", '2024-02-29'],
  ["date '0001-01-01'", '0001-01-01'],
  ["date '12345-01-02'", '+012345-01-02'],
  ["date 'infinity'", 'infinity'],
  ["time '23:59:59.000001'", '23:59:59.000001'],
  ["'10:00:00+02:30'::timetz", '10:00:00+02:30'],
  ["timestamp '2024-01-01 10:00:00'", '2024-01-01T10:00:00'],
  ["timestamp '1969-12-31 23:59:59.999999'", '1969-12-31T23:59:59.999999'],
  ["timestamptz '2024-01-01 10:00:00+02'", '2024-01-01T08:00:00Z'],
  ["'2024-01-01 10:00:00.123456789'::timestamp_ns", '2024-01-01T10:00:00.123456789'],
  ["'1960-01-01 10:00:00'::timestamp_s", '1960-01-01T10:00:00'],
  ["'1960-01-01 10:00:00.5'::timestamp_ms", '1960-01-01T10:00:00.5'],
  ["interval '1 year 2 months 3 days 4 seconds'", '1 year 2 months 3 days 00:00:04'],
  ["'550e8400-e29b-41d4-a716-446655440000'::uuid", '550e8400-e29b-41d4-a716-446655440000'],
  ["'b'::enum('a', 'b')", 'b'],
  ["'\\x00\\xFF'::blob", Uint8Array.of(0, 255)],
  ["'00101'::bit", '00101'],
  [`'{"a": [1]}'::json`, '{"a": [1]}'],
  ["'ü😀\n'", 'ü😀\n'],
  ["[date '2024-01-01', null]", ['2024-01-01', null]],
  ['[]', []],
  ['[[1], null, []]', [[1], null, []]],
  ['[1.5::decimal(3,1), 2]::decimal(3,1)[2]', ['1.5', '2.0']],
  ["{'a b': 1, 'c': {'d': [timestamp '2024-01-01 00:00:00']}}", { 'a b': 1, c: { d: ['2024-01-01T00:00:00'] } }],
  ['null::struct(a int)', null],
  ['row(1, 2)', { 1: 1, 2: 2 }],
  ["map {'k': 1.5::decimal(3,1)}", { k: '1.5' }],
  ["map {1: 'x'}", [{ key: 1, value: 'x' }]],
  ["union_value(n := date '2024-01-01')", '2024-01-01'],
  ["{'a': 1}::variant", '{"a":1}'],
];
test.each(cells.filter(([sql]) => !sql.endsWith('variant')))('the cell of %s', async (sql, expected) => {
  expect(await db.rows(`select ${sql}, ${sql} from range(2)`)).toEqual([
    [expected, expected],
    [expected, expected],
  ]);
});

test('a field named __proto__ is a field like others', async () => {
  const [[cell]] = (await db.rows(`select {'__proto__': 1, 'constructor': 2}`)) as [[object]];
  expect(Object.entries(cell)).toEqual([
    ['__proto__', 1],
    ['constructor', 2],
  ]);
});

test('a script gives the rows of its last statement', async () => {
  const result = await db.query(
    `create table t as select 1 as a; insert into t values (2);\n-- rows:\nselect ';' as s, a from t; `,
  );
  expect([result.columns.map(column => column.name), result.rows.length]).toEqual([['s', 'a'], 2]);
  expect((await db.query(' -- nothing')).rows).toEqual([]);
});

test('a pivot whose columns depend on the data runs and is described', async () => {
  await db.run(`create table t as select * from (values ('a', 1), ('b', 2)) v(k, n)`);
  const pivot = 'pivot t on k using sum(n)' as Sql;
  expect(await db.rows(pivot)).toEqual([[1, 2]]);
  expect((await db.query(pivot, { maxRows: 1 })).rows).toEqual([[1, 2]]);
  expect((await db.warehouse.catalog.describe(pivot, never)).map(column => column.name)).toEqual(['a', 'b']);
});

test('maxRows cuts, and says so', async () => {
  const cut = await db.query('select * from range(100000)', { maxRows: 3 });
  expect([cut.rows, cut.truncated, cut.stats.rows]).toEqual([[[0], [1], [2]], true, 3]);
  expect((await db.query('select * from range(3)', { maxRows: 3 })).truncated).toBe(false);
  expect(await db.rows('select 1')).toEqual([[1]]);
});

test('two hundred thousand rows arrive while the event loop turns', async () => {
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 1);
  const { rows } = await db.query(
    "select range as i, range::varchar as s, (range / 3)::decimal(12, 2) as d, date '2024-01-01' as day from range(200000)",
  );
  clearInterval(timer);
  expect(rows.length).toBe(200_000);
  expect(rows[199_999]).toEqual([199_999, '199999', '66666.33', '2024-01-01']);
  expect(turns).toBeGreaterThan(5);
});

test('row counts come from what was done', async () => {
  expect((await db.run('create table t as select * from range(5)')).rows).toBe(5);
  expect((await db.run('insert into t values (1), (2)')).rows).toBe(2);
  expect((await db.run('update t set range = 0 where range = 1')).rows).toBe(2);
  expect((await db.run('delete from t where range = 0')).rows).toBe(3);
  expect((await db.run('create view v as select 1')).rows).toBe(null);
});

test('a transaction commits, and rolls back DDL when its body fails', async () => {
  await db.session.transaction(() => db.run('create table kept as select 1 as a'));
  const error = await failure(
    db.session.transaction(async () => {
      await db.run('drop table kept; create view kept as select 2 as a');
      throw new Error('stop');
    }),
  );
  expect(error.message).toBe('stop');
  expect(await db.rows('from kept')).toEqual([[1]]);
  expect(await db.session.transaction(async () => db.session.transaction(async () => 7))).toBe(7);
});

test('a transaction that an error has spoilt fails even when its body goes on', async () => {
  const spoilt = db.session.transaction(async () => {
    await db.run('create table t as select 1 as a');
    await failure(db.run("select 'x'::int from range(1)"));
  });
  const error = await failure(spoilt);
  expect(error.message).toContain('aborted');
  expect(await db.warehouse.catalog.relations([{ catalog: null, schema: 'main' }], never)).toEqual([]);
  expect(await db.rows('select 1')).toEqual([[1]]);
});

test('disable_transactions runs every statement on its own', async () => {
  const plain = await open({ disable_transactions: true });
  await failure(
    plain.session.transaction(async () => {
      await plain.run('create table t as select 1 as a');
      throw new Error('stop');
    }),
  );
  expect(await plain.rows('from t')).toEqual([[1]]);
  await plain.close();
});

const endless = 'select sum(a.range * b.range) from range(10000000) a, range(1000000) b' as Sql;

test('an aborted query ends, and the session goes on', async () => {
  const controller = new AbortController();
  const running = failure(db.session.query(endless, {}, controller.signal));
  setTimeout(() => controller.abort(), 30);
  const error = await running;
  expect([error.reason, error.message, error.offset]).toEqual(['cancelled', 'The statement was cancelled.', null]);
  expect(await db.rows('select 1')).toEqual([[1]]);
  expect((await failure(db.session.query(endless, { maxRows: 1 }, AbortSignal.abort()))).reason).toBe('cancelled');
});

test('an abort in the instant of the start is not lost', async () => {
  const controller = new AbortController();
  const running = failure(db.session.run({ sql: endless, kind: 'query', repeatable: true }, controller.signal));
  controller.abort();
  expect((await running).reason).toBe('cancelled');
});

test('aborting a session leaves the others alone', async () => {
  const controller = new AbortController();
  const doomed = await db.warehouse.session({ tag: { invocation: 'i', node: 'n' }, signal: controller.signal });
  const running = failure(doomed.query(endless, {}, never));
  const other = db.rows('select count(*) from range(1000000)');
  controller.abort();
  expect((await running).reason).toBe('cancelled');
  expect(await other).toEqual([[1_000_000]]);
  await doomed.close();
});

test('temporary tables and settings end with their session', async () => {
  const first = await sessionOf(db.warehouse);
  await first.query("create temp table t as select 1; set schema = 'information_schema'" as Sql, {}, never);
  await first.close();
  expect(await db.rows('select count(*) from duckdb_tables()')).toEqual([[0]]);
});

test('a conflict between transactions says so and may be repeated', async () => {
  await db.run('create table t as select 1 as a');
  const other = await sessionOf(db.warehouse);
  const write = (sql: string) => other.run({ sql: sql as Sql, kind: 'dml', repeatable: false }, never);
  const errors = await db.session.transaction(async () => {
    await db.run('update t set a = 2; create table made (a int)');
    return [await failure(write('update t set a = 3')), await failure(write('create table made (a int)'))];
  });
  expect(errors.map(error => [error.reason, error.retry])).toEqual([
    ['conflict', 'if-repeatable'],
    ['conflict', 'if-repeatable'],
  ]);
  expect(errors[1]?.message).toBe('Another transaction changed the same object at the same time (a conflict on `made`).');
  await other.close();
});

test('eight sessions may create one schema at the same instant', async () => {
  const sessions = await Promise.all(Array.from({ length: 8 }, () => sessionOf(db.warehouse)));
  for (let round = 0; round < 10; round += 1) {
    const statement = { sql: `create schema if not exists s${round}` as Sql, kind: 'ddl', repeatable: true } as const;
    await Promise.all(sessions.map(session => session.run(statement, never)));
  }
  expect((await db.warehouse.catalog.schemas(null, never)).length).toBe(11);
});

test('eight sessions change one schema at once, each in its own transactions', async () => {
  await db.run('create schema s');
  const work = Array.from({ length: 8 }, async (_, index) => {
    const session = await sessionOf(db.warehouse);
    for (let round = 0; round < 5; round += 1) {
      await session.transaction(async () => {
        const sql = `drop view if exists s.r${index}; drop table if exists s.r${index}_t; create table s.r${index}_t as select ${round} as a from range(1000); create view s.r${index} as from s.r${index}_t`;
        await session.query(sql as Sql, {}, never);
      });
    }
    const { rows } = await session.query(`select max(a) from s.r${index}` as Sql, {}, never);
    await session.close();
    return rows[0]?.[0];
  });
  expect(await Promise.all(work)).toEqual(Array.from({ length: 8 }, () => 4));
});
