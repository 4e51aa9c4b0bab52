import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Sql } from '../../src/sql/relation.ts';
import { failure, never, sessionOf } from '../../test/adapter/duckdb.ts';
import { type Opened, open } from '../../test/adapter/postgres.ts';

let db: Opened;
beforeAll(async () => {
  db = await open();
});
afterAll(() => db.close());

const refused = async (profile: Readonly<Record<string, unknown>>) => {
  const { message, hint, reason } = await failure(db.connect(profile));
  return { message, hint, reason };
};

test('the server tells its version, and its database is the default catalog', () => {
  expect(db.warehouse.server.version).toMatch(/^\d+\.\d+/);
  expect(db.warehouse.server.defaultCatalog).toBe(db.server.profile['dbname']);
});

test('what keeps from connecting is told with its cure', async () => {
  expect(await refused({ host: '/nowhere' })).toMatchObject({
    message: 'No server listens at `/nowhere/.s.PGSQL.5432`.',
    hint: expect.stringContaining('`host` and `port`'),
  });
  expect(await refused({ host: '127.0.0.1', port: 9 })).toMatchObject({ message: 'No server listens at `127.0.0.1:9`.' });
  expect(await refused({ host: 'nowhere.invalid' })).toMatchObject({ message: 'The host `nowhere.invalid` is not known.' });
  expect(await refused({ dbname: 'a "b"' })).toMatchObject({
    message: 'The server has no database `a "b"`.',
    hint: expect.stringContaining('create database "a ""b"""'),
  });
  expect(await refused({ role: 'nobody' })).toMatchObject({
    message: expect.stringMatching(/cannot take on the role `nobody`: /),
  });
  expect(await refused({ host: 'x', sslmode: 'require', sslrootcert: 'no/such.pem' })).toMatchObject({
    message: 'The file `no/such.pem`, which `sslrootcert` names, cannot be read: ENOENT.',
  });
});

test('connecting is tried again as often as the profile says', async () => {
  await failure(db.connect({ host: '/nowhere', retries: 1 }));
  expect(db.events).toEqual([expect.stringMatching(/Trying again in 0\.5 s \(attempt 2 of 2\)/)]);
});

test('a role is taken on in every session', async () => {
  await db.run('create role builder');
  const warehouse = await db.connect({ role: 'builder' });
  const session = await sessionOf(warehouse);
  expect((await session.query('select current_role' as Sql, {}, never)).rows).toEqual([['builder']]);
  await session.close();
  const again = await sessionOf(warehouse);
  expect((await again.query('select current_role' as Sql, {}, never)).rows).toEqual([['builder']]);
  await again.close();
  await warehouse.close();
  await db.run('drop role builder');
});

test('the catalog knows kinds, owners, comments and sizes', async () => {
  await db.run(`create schema shop; set search_path to shop;
    create table t (id int not null, name varchar(20), at timestamptz(3)); comment on table t is 'it''s';
    comment on column t.name is 'who';
    create view v as select id from t; create materialized view m as select 1 as a;
    create table parts (d date) partition by range (d);
    insert into t values (1); analyze t; reset search_path`);
  const { catalog } = db.warehouse;
  const scope = [
    { catalog: null, schema: 'shop' },
    { catalog: null, schema: 'none' },
  ];
  expect(
    (await catalog.relations(scope, never)).map(({ name, kind, rows, comment }) => [name.name, kind, rows, comment]),
  ).toEqual([
    ['m', 'materialized-view', null, null],
    ['parts', 'table', null, null],
    ['t', 'table', 1, "it's"],
    ['v', 'view', null, null],
  ]);
  const columns = await catalog.columns(scope, never);
  expect(columns.find(({ relation }) => relation.name === 't')?.columns).toMatchObject([
    { name: 'id', nativeType: 'integer', nullable: false },
    { name: 'name', nativeType: 'character varying(20)', comment: 'who' },
    { name: 'at', nativeType: 'timestamp(3) with time zone' },
  ]);
  expect(await catalog.schemas(null, never)).toEqual(['public', 'shop']);
  expect(await catalog.relations([{ catalog: 'another', schema: 'shop' }], never)).toEqual([]);
});

test('a select is described without being run', async () => {
  const columns = await db.warehouse.catalog.describe(
    'select 1/(select 0) as a, \'x\' as "B", pg_sleep(60) as c -- end' as Sql,
    never,
  );
  expect(columns.map(({ name, nativeType }) => [name, nativeType])).toEqual([
    ['a', 'integer'],
    ['B', 'text'],
    ['c', 'void'],
  ]);
});

test('sessions after close are refused', async () => {
  const warehouse = await db.connect();
  await warehouse.close();
  expect((await failure(sessionOf(warehouse))).message).toBe('The connection to the warehouse is closed.');
});
