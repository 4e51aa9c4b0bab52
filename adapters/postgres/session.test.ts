import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WarehouseError } from '../../src/adapter/error.ts';
import type { Sql } from '../../src/sql/relation.ts';
import { failure, never, sessionOf } from '../../test/adapter/duckdb.ts';
import { type Opened, open } from '../../test/adapter/postgres.ts';

let db: Opened;
beforeAll(async () => {
  db = await open();
});
afterAll(() => db.close());

test('values of each type come in their neutral form', async () => {
  const cases: readonly (readonly [sql: string, cell: unknown, type: string])[] = [
    ['1', 1, 'integer'],
    ['9007199254740993', 9007199254740993n, 'bigint'],
    ['1.50::numeric(5,2)', '1.50', 'numeric(5,2)'],
    ['1.5', '1.5', 'numeric'],
    ["'NaN'::float8", Number.NaN, 'double precision'],
    ['0.1::real', 0.1, 'real'],
    ['true', true, 'boolean'],
    ["'it''s'", "it's", 'text'],
    ["'ab'::varchar(7)", 'ab', 'character varying(7)'],
    ["'\\xdeadbeef'::bytea", Uint8Array.from([0xde, 0xad, 0xbe, 0xef]), 'bytea'],
    ["date '2024-02-29'", '2024-02-29', 'date'],
    ["date '0044-03-15 BC'", '-000043-03-15', 'date'],
    ["date '12024-01-01'", '+012024-01-01', 'date'],
    ["date 'infinity'", 'infinity', 'date'],
    ["timestamp '2024-01-01 10:00:00.25'", '2024-01-01T10:00:00.25', 'timestamp without time zone'],
    ["timestamptz '2024-01-01 00:30:00.000001+05:30'", '2023-12-31T19:00:00.000001Z', 'timestamp with time zone'],
    ["time '10:00'", '10:00:00', 'time without time zone'],
    ["interval '1 day 2 hours'", '1 day 02:00:00', 'interval'],
    ["'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid", 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'uuid'],
    ['\'{"a": [1]}\'::jsonb', '{"a": [1]}', 'jsonb'],
    [
      'array[[1,2],[3,null]]',
      [
        [1, 2],
        [3, null],
      ],
      'integer[]',
    ],
    ["array['a\"b', 'c\\d', 'NULL', '', null, 'x,y', '{z}']", ['a"b', 'c\\d', 'NULL', '', null, 'x,y', '{z}'], 'text[]'],
    ["'[0:1]={5,6}'::int[]", [5, 6], 'integer[]'],
    ['null', null, 'text'],
  ];
  await db.run("set timezone to 'Asia/Kolkata'");
  const { columns, rows } = await db.query(`select ${cases.map(([sql], at) => `${sql} as c${at}`).join(', ')}`);
  expect(rows[0]).toEqual(cases.map(([, cell]) => cell));
  expect(columns.map(column => column.nativeType)).toEqual(cases.map(([, , type]) => type));
  await db.run('reset timezone');
});

test('enums, domains and composite types keep their names', async () => {
  await db.run("create type mood as enum ('low', 'high'); create domain small as int check (value < 10)");
  const { columns } = await db.query("select 'low'::mood as a, array['high'::mood] as b, row(1, 2) as c");
  expect(columns.map(column => column.nativeType)).toEqual(['mood', 'mood[]', 'record']);
});

test('a script gives the rows of its last statement', async () => {
  expect(await db.rows('create temp table s as select 1 as a; insert into s values (2); select a from s order by a')).toEqual([
    [1],
    [2],
  ]);
  expect(await db.query('')).toMatchObject({ columns: [], rows: [] });
});

test('no more rows come than asked for', async () => {
  const result = await db.query('select g from generate_series(1, 1000000) g', { maxRows: 2 });
  expect(result).toMatchObject({ rows: [[1], [2]], truncated: true });
  expect(await db.query('select 1; select g from generate_series(1, 2) g', { maxRows: 2 })).toMatchObject({
    rows: [[1], [2]],
    truncated: false,
  });
  expect((await db.query('show datestyle', { maxRows: 5 })).rows).toEqual([['ISO, MDY']]);
});

test('statements say how many rows they wrote', async () => {
  expect((await db.run('create table counted as select g from generate_series(1, 7) g')).rows).toBe(7);
  expect((await db.run('delete from counted where g > 4')).rows).toBe(3);
  expect((await db.run('create view of_counted as select * from counted')).rows).toBe(null);
});

test('an error says where, in the script as it was sent', async () => {
  const place = async (sql: string, options = {}) => {
    const { reason, offset } = (await failure(db.query(sql, options))) as WarehouseError;
    return [reason, offset];
  };
  expect(await place("select '😀', nope from pg_class")).toEqual(['missing', 13]);
  expect(await place('select 1; select * from nowhere')).toEqual(['missing', 24]);
  expect(await place('select 1; select * from nowhere', { maxRows: 1 })).toEqual(['missing', 24]);
  expect(await place('selec 1')).toEqual(['syntax', 0]);
  expect(await place('select 1/0')).toEqual(['data', null]);
  expect((await failure(db.query('select relnam from pg_class where relpage = 1'))).hint).toMatch(/relname/);
});

test('a transaction is undone when its body fails, and joins the one around it', async () => {
  await db.run('create table kept (a int)');
  const failing = db.session.transaction(async () => {
    await db.run('insert into kept values (1)');
    await db.session.transaction(() => db.run('insert into kept values (2)'));
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await db.rows('select * from kept')).toEqual([]);
  await db.session.transaction(() => db.run('insert into kept values (3)'));
  expect(await db.rows('select * from kept')).toEqual([[3]]);
});

test('a transaction that an error has spoilt does not pass for committed', async () => {
  const swallowed = db.session.transaction(async () => {
    await db.run('insert into kept values (4)');
    await db.run('select 1/0').catch(() => undefined);
  });
  expect((await failure(swallowed)).message).toMatch(/aborted/);
  expect(await db.rows('select * from kept where a = 4')).toEqual([]);
});

test('a statement is cancelled on the server, and the session goes on', async () => {
  const stop = new AbortController();
  const long = db.session.query('select pg_sleep(60)' as Sql, {}, stop.signal);
  const isRunning = async (): Promise<boolean> =>
    (await db.server.sql("select 1 from pg_stat_activity where query like 'select pg_sleep%' and state = 'active'")).length > 0;
  while (!(await isRunning())) await new Promise(resolve => setTimeout(resolve, 5));
  stop.abort();
  expect((await failure(long)).reason).toBe('cancelled');
  expect(await isRunning()).toBe(false);
  expect(await db.rows('select 1')).toEqual([[1]]);
  expect((await failure(db.session.query('select 1' as Sql, {}, stop.signal))).reason).toBe('cancelled');
});

test('what a session leaves behind does not reach the next one', async () => {
  const warehouse = await db.connect({ search_path: 'pg_catalog', application_name: 'mine', threads: 1 });
  const first = await sessionOf(warehouse);
  await first.query(
    "create temp table mine as select 1 as a; set search_path to public; set work_mem to '5MB'" as Sql,
    {},
    never,
  );
  await first.close();
  const second = await sessionOf(warehouse);
  const settings =
    "select current_setting('search_path'), current_setting('work_mem') = '5MB', current_setting('application_name')";
  expect((await second.query(settings as Sql, {}, never)).rows).toEqual([['pg_catalog', false, 'mine']]);
  expect((await failure(second.query('select * from mine' as Sql, {}, never))).reason).toBe('missing');
  await second.close();
  await warehouse.close();
});

const terminate = (): Promise<unknown> =>
  db.server.sql("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'lost'");

test('a session whose connection is lost is over, and the next one has a new connection', async () => {
  const warehouse = await db.connect({ application_name: 'lost' });
  const session = await sessionOf(warehouse);
  const run = () => session.run({ sql: 'create schema if not exists again' as Sql, kind: 'ddl', repeatable: true }, never);
  await run();
  await terminate();
  expect(await failure(run())).toMatchObject({
    reason: 'connection',
    retry: 'never',
    message: expect.stringMatching(/was lost: /),
  });
  expect(await failure(run())).toMatchObject({ reason: 'connection' });
  await session.close();
  const next = await sessionOf(warehouse);
  expect((await next.query('select 1' as Sql, {}, never)).rows).toEqual([[1]]);
  await next.close();
  await warehouse.close();
});

test('of a transaction whose commit is lost nobody says that it failed', async () => {
  const warehouse = await db.connect({ application_name: 'lost' });
  const session = await sessionOf(warehouse);
  const lost = session.transaction(async () => {
    await session.query('create table if not exists unknown (a int)' as Sql, {}, never);
    await terminate();
  });
  expect((await failure(lost)).message).toMatch(/not known whether/);
  await session.close();
  await warehouse.close();
});

test('of two transactions that wait for each other one may be tried again', async () => {
  const other = await sessionOf(db.warehouse);
  await db.run('create table a (n int); create table b (n int); insert into a values (1); insert into b values (1)');
  const touch = (session: typeof other, first: string, second: string) =>
    session.transaction(async () => {
      await session.query(`update ${first} set n = n` as Sql, {}, never);
      await session.query(`select pg_sleep(0.05); update ${second} set n = n` as Sql, {}, never);
    });
  const ends = await Promise.allSettled([touch(db.session, 'a', 'b'), touch(other, 'b', 'a')]);
  const lost = ends.find(end => end.status === 'rejected');
  expect(lost?.reason).toMatchObject({ reason: 'conflict', retry: 'if-repeatable' });
  await other.close();
});
