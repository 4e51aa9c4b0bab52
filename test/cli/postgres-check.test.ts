import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PostgresServer, postgresServer } from '../adapter/postgres-server.ts';
import { postgresProject } from './postgres-project.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await postgresServer();
});
afterAll(() => server.close());

const files = {
  'seeds/raw.csv': 'id,name\n1,a\n',
  'models/sources.yml': 'sources: [{name: shop, schema: shop, tables: [{name: orders}, {name: nowhere}]}]',
  // A model with the name of the table that it reads.
  'models/orders.sql': "select orders.id, orders.amount from {{ source('shop', 'orders') }} where orders.amount > 0",
  'models/joined.sql': `{{ config(materialized='table') }}
select o.id, r.name, o.amount::text as amount
from {{ ref('orders') }} as o
join {{ ref('raw') }} as r on r.id = o.id`,
  'models/log.sql': `{{ config(materialized='incremental') }}
select id, name from {{ ref('joined') }}{% if is_incremental() %} where id > (select max(id) from {{ this }}){% endif %}`,
  'models/seen.sql': `{{ config(materialized='incremental') }}
select id, current_date as at from {{ ref('orders') }}
where id > (select max(seen.at) from {{ this }})`,
  'models/wrong.sql': `{{ config(materialized='table') }}
-- é😀
select id,
  amount + name as total
from {{ ref('joined') }}`,
  'models/below.sql': "select total from {{ ref('wrong') }}",
  'models/lost.sql': "select anything from {{ source('shop', 'nowhere') }}",
  'models/promised.sql': "select id, name from {{ ref('joined') }}",
  'models/models.yml':
    'models: [{name: promised, config: {contract: {enforced: true}}, columns: [{name: id, data_type: text}, {name: name, data_type: text}]}]',
};

/** All that the catalog tells of what stands in the database. */
const standing = (): Promise<unknown> =>
  server.sql(`select n.nspname, c.relname, c.oid from pg_class c right join pg_namespace n on n.oid = c.relnamespace
    where n.nspname not like 'pg\\_t%' order by 1, 2, 3`);

test('models are tried on empty relations that nobody sees, and the mistakes told at their lines', async () => {
  await server.sql(
    'create schema shop; create table shop.orders (id int, amount numeric); insert into shop.orders values (1, 2)',
  );
  await server.sql('create schema tried; create table tried.seen (id int, at date)');
  const before = await standing();
  const project = postgresProject(server, 'tried');
  project.write(files);
  const { exitCode, output } = await project.model('check');
  expect(exitCode).toBe(1);
  expect(output).toContain('operator does not exist: text + text');
  expect(output).toContain('models/wrong.sql:4:10');
  expect(output).toContain('operator does not exist: integer > date');
  expect(output).toContain('models/seen.sql:3:10');
  expect(output).toContain('promised');
  expect(output).toContain(
    'Checked 8 models (6 by the engine on empty tables, 2 by their names alone, since what they read has mistakes or unknown columns): 3 mistakes.',
  );
  expect(output).not.toContain('model_check_');
  expect(await standing()).toEqual(before);
  expect(await project.model('check', '--select', 'orders', 'log')).toMatchObject({ exitCode: 0 });
  project.remove();
});

test('a model that would end the transaction ends nothing', async () => {
  await server.sql('create table public.precious (id int); insert into public.precious values (1)');
  const project = postgresProject(server, 'ended');
  project.write({
    'models/breaks_out.sql': 'select 1 as id); commit; drop table public.precious; select (1',
    'models/fine.sql': 'select 1 as id, 2 as id2',
  });
  expect((await project.model('check')).output).toContain('1 by the engine on empty tables');
  expect(await server.sql('select id from public.precious')).toEqual([[1]]);
  project.remove();
});

test('a role that may not create schemas has temporary relations; one that may create nothing is told', async () => {
  await server.sql("create role poor login password 'x'");
  const project = postgresProject({ ...server, profile: { ...server.profile, user: 'poor', password: 'x' } }, 'meagre');
  project.write({
    'seeds/raw.csv': 'id,name\n1,a\n',
    'models/good.sql': "select id from {{ ref('raw') }}",
    'models/bad.sql': "select good.id || 1 + 'x' as more from {{ ref('good') }}",
  });
  const temporary = await project.model('check');
  expect(temporary.output).toContain('Checked 2 models (2 by the engine on empty tables): 1 mistake.');
  expect(temporary.output).toContain('models/bad.sql:1:');
  const [[database] = []] = await server.sql('select current_database()');
  await server.sql(`revoke temporary on database ${String(database)} from public`);
  const refused = await project.model('check');
  expect(refused.output).toContain('No empty tables to check models on, so their names alone are: permission denied');
  expect(refused.output).toContain('Checked 2 models (2 by their names alone): nothing is wrong.');
  project.remove();
});

test('without a connection names are checked, and that is said', async () => {
  const project = postgresProject({ ...server, profile: { ...server.profile, host: '/nowhere' } }, 'away');
  project.write({ 'models/one.sql': 'select 1 as id', 'models/two.sql': "select ix from {{ ref('one') }}" });
  const { exitCode, output } = await project.model('check');
  expect(exitCode).toBe(1);
  expect(output).toContain('No empty tables to check models on, so their names alone are:');
  expect(output).toContain('models/two.sql:1:8');
  project.remove();
});
