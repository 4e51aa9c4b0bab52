import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OwnServer, ownServer } from '../adapter/postgres-server.ts';
import { openShop, type Shop, statuses } from './shop.ts';

let server: OwnServer;
let shop: Shop;
beforeAll(async () => {
  server = await ownServer();
  await server.sql(`create role worker login; create schema main; grant usage, create on schema main to worker;
    create schema raw; create table raw.orders as select 1 as id; grant usage on schema raw to worker; grant select on raw.orders to worker;
    create function public.revoke_all() returns void language sql security definer
      as $$ revoke create on schema main from worker; revoke select on raw.orders from worker $$`);
  shop = openShop({ ...server.profile, user: 'worker', schema: 'main' }, files);
});
afterAll(async () => {
  shop.close();
  await server.close();
});

const reads = "-- depends_on: {{ ref('first') }}\n";
const files = {
  'models/raw.yml': 'sources: [{name: raw, tables: [{name: orders}]}]',
  'models/first.sql': `{{ config(materialized='table', post_hook="select public.revoke_all()" if var('revoke', false) else []) }} select 1 as id`,
  'models/made.sql': `${reads}{{ config(materialized='table') }} select 2 as id`,
  'models/seen.sql': `${reads}select {{ var('column', 'id') }} from (select 3 as id, 4 as other) as t`,
  'models/read.sql': `${reads}{{ config(materialized='table') }} select id from {{ source('raw', 'orders') }}`,
  'models/grown.sql': `${reads}{{ config(materialized='incremental') }} select 5 as id`,
};
const rows = async (): Promise<string> =>
  String(
    (
      await server.sql(
        'select (select count(*) from main.made), (select count(*) from main.read), (select count(*) from main.grown)',
      )
    )[0],
  );

test('what is revoked in the middle of a run is told with who can allow it, and nothing is lost', async () => {
  expect((await shop.build()).exitCode).toBe(0);
  const end = await shop.build(['--vars', '{revoke: true, column: other}']);
  expect(statuses(end)).toEqual({ first: 'success', made: 'error', seen: 'error', read: 'error', grown: 'success' });
  expect(end.output).toContain('`made` failed in the warehouse: permission denied for schema main');
  expect(end.output).toContain('hint: Its owner can allow it: `grant usage, create on schema main to …`, with the `user`');
  expect(end.output).toContain('`read` failed in the warehouse: permission denied for table orders');
  expect(end.output).toContain('hint: To read it, its owner can send `grant select on orders to …`; to build it, connect with');
  expect(await rows()).toBe('1,1,2');
});

test('what was revoked before a run is told for the first that needs it', async () => {
  const end = await shop.build();
  expect(statuses(end)).toMatchObject({ first: 'error', made: 'skipped', grown: 'skipped' });
  expect(end.output).toContain('`first` failed in the warehouse: permission denied for schema main');
  expect(await rows()).toBe('1,1,2');
});

test('a table of another owner is told to be one', async () => {
  await server.sql(
    'grant create on schema main to worker; grant select on raw.orders to worker; alter table main.made owner to tester; grant select on main.made to worker',
  );
  const end = await shop.build();
  expect(statuses(end)).toMatchObject({ first: 'success', made: 'error', read: 'success', grown: 'success' });
  expect(end.output).toContain('`made` failed in the warehouse: permission denied for table made');
  expect(end.output).toContain(
    'to build it, connect with the `role` that owns it, or hand it over with `alter table made owner to …`.',
  );
  await server.sql('alter table main.made owner to worker');
  expect((await shop.build()).exitCode).toBe(0);
  expect(await rows()).toBe('1,1,4');
});

test('a schema or a connection that is not allowed is told before anything is built', async () => {
  const other = openShop({ ...server.profile, user: 'worker', schema: 'elsewhere' }, files);
  const schemas = await other.build();
  expect(schemas.exitCode).toBe(2);
  expect(schemas.output).toContain('The schemas of this run cannot be prepared: permission denied for database');
  expect(schemas.output).toContain('hint: Its owner can allow it: `grant connect, create on database');
  await server.sql(`revoke connect on database ${server.profile['dbname']} from public`);
  const connection = await other.build();
  expect(connection.exitCode).toBe(2);
  expect(connection.output).toContain('User does not have CONNECT privilege');
  other.close();
});
