import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PostgresServer, postgresServer } from '../adapter/postgres-server.ts';
import { postgresProject } from './postgres-project.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await postgresServer();
});
afterAll(() => server.close());

const files = {
  'seeds/raw.csv':
    'id,name,at,paid,"Mixed Case"\n1,"a ""b"", c",2024-01-01,true,1.0\n2,"two\nlines",2024-01-02,FALSE,\n3,ünï\\t,,null,2\n',
  'models/names.sql': "select id, name, at from {{ ref('raw') }}",
  'models/counts.sql':
    "{{ config(materialized='table') }} select count(*) as n, sum(\"Mixed Case\") as total from {{ ref('raw') }}",
  'models/log.sql': `{{ config(materialized='incremental', unique_key='ID') }}
    select id, name, {{ var('run', 1) }} as run from {{ ref('names') }}{% if is_incremental() %} where id > 1{% endif %}`,
  'models/tests.yml': 'models: [{name: names, columns: [{name: id, data_tests: [unique, not_null]}]}]',
  'snapshots/kept.yml':
    "snapshots: [{name: kept, relation: ref('names'), config: {unique_key: id, strategy: check, check_cols: [name], hard_deletes: invalidate}}]",
};

test('a project with every kind of node builds, and builds again', async () => {
  const project = postgresProject(server, 'whole');
  project.write(files);
  const first = await project.model('build');
  expect(first).toMatchObject({ exitCode: 0 });
  expect(await server.sql('select * from whole.raw order by id')).toEqual([
    [1, 'a "b", c', new Date(2024, 0, 1), true, 1],
    [2, 'two\nlines', new Date(2024, 0, 2), false, null],
    [3, 'ünï\\t', null, null, 2],
  ]);
  expect(await server.sql('select n::int, total::int from whole.counts')).toEqual([[3, 3]]);

  project.write({ 'seeds/raw.csv': files['seeds/raw.csv'].replace('two', '2').replace(/3,.*\n/, '4,new,,,\n') });
  const second = await project.model('build', '--vars', '{run: 2}');
  expect(second).toMatchObject({ exitCode: 0 });
  expect(await server.sql('select id, name, run from whole.log order by id')).toEqual([
    [1, 'a "b", c', 1],
    [2, '2\nlines', 2],
    [3, 'ünï\\t', 1],
    [4, 'new', 2],
  ]);
  expect(await server.sql('select id, name, dbt_valid_to is null from whole.kept order by id, dbt_valid_from')).toEqual([
    [1, 'a "b", c', true],
    [2, 'two\nlines', false],
    [2, '2\nlines', true],
    [3, 'ünï\\t', false],
    [4, 'new', true],
  ]);
  const left = "select relname from pg_class where relnamespace = 'whole'::regnamespace and relkind in ('r', 'v') order by 1";
  expect((await server.sql(left)).map(([name]) => name)).toEqual(['counts', 'kept', 'log', 'names', 'raw']);
  project.remove();
});

test('views outside of the selection outlive what they read, or the build says which would not', async () => {
  const project = postgresProject(server, 'bound');
  project.write({
    'models/orders.sql': "{{ config(materialized='table') }} select 1 as id, 10 as amount",
    'models/big.sql': "select id, amount from {{ ref('orders') }} where amount > 1",
  });
  expect(await project.model('build')).toMatchObject({ exitCode: 0 });
  await server.sql('create view bound.report as select sum(amount) as total from bound.big');

  project.write({ 'models/orders.sql': "{{ config(materialized='table') }} select 1 as id, 20 as amount" });
  expect(await project.model('run', '--select', 'orders')).toMatchObject({ exitCode: 0 });
  expect(await server.sql('select total::int from bound.report')).toEqual([[20]]);

  project.write({ 'models/orders.sql': "{{ config(materialized='table') }} select 1 as id, 'x' as amount" });
  const { exitCode, output } = await project.model('run', '--select', 'orders');
  expect(exitCode).toBe(1);
  expect(output).toContain(
    '`bound.big` is bound to it and cannot be kept: operator does not exist: text > integer. Nothing was changed.',
  );

  project.write({ 'models/orders.sql': "{{ config(materialized='table') }} select 1 as id, 30 as price" });
  const lost = await project.model('run', '--select', 'orders');
  expect(lost.output).toContain(
    '`bound.big` needs the column `amount` of `bound.orders`, which it will no longer have, and nothing in this run builds `bound.big`.',
  );
  expect(await server.sql('select total::int from bound.report')).toEqual([[20]]);

  project.write({ 'models/big.sql': "select id, price as amount from {{ ref('orders') }}" });
  const both = await project.model('run');
  expect(both.output).toContain('`bound.report` needs `bound.big`, which will be built anew');
  await server.sql('drop view bound.report');
  expect(await project.model('run')).toMatchObject({ exitCode: 0 });
  expect(await server.sql('select amount from bound.big')).toEqual([[30]]);
  project.remove();
});

test('what a table and a view become each other keeps what reads them', async () => {
  const project = postgresProject(server, 'kinds');
  const model = (kind: string, sql: string): void =>
    project.write({ 'models/it.sql': `{{ config(materialized='${kind}') }} ${sql}` });
  model('view', 'select 1 as id');
  expect(await project.model('run')).toMatchObject({ exitCode: 0 });
  await server.sql('create view kinds.reader as select * from kinds.it');
  for (const [kind, sql, id] of [
    ['view', 'select 2 as id, 3 as more', 2],
    ['table', 'select 3 as id', 3],
    ['incremental', 'select 4 as id', 4],
    ['view', 'select 5 as id', 5],
  ] as const) {
    model(kind, sql);
    const args = kind === 'incremental' ? ['--full-refresh'] : [];
    expect(await project.model('run', ...args)).toMatchObject({ exitCode: 0 });
    expect(await server.sql('select id from kinds.reader')).toEqual([[id]]);
  }
  project.remove();
});

test('names that Postgres would cut, and databases that it cannot reach, are told before anything is built', async () => {
  const project = postgresProject(server, 'names');
  const long = 'a'.repeat(61);
  project.write({
    [`models/${long}.sql`]: 'select 1 as id',
    [`models/${long}bcd.sql`]: 'select 2 as id',
    'models/far.sql': "{{ config(database='elsewhere') }} select 3 as id",
    'models/fine.sql': `select id from {{ ref('${long}') }}`,
  });
  const { exitCode, output } = await project.model('run');
  expect(exitCode).toBe(2);
  expect(output).toContain(`would be built under the name \`${long}bcd\`, which has 64 bytes; the warehouse takes 63.`);
  expect(output).toContain('`far` would be built in the database `elsewhere`');
  expect(await project.model('run', '--select', 'fine', long)).toMatchObject({ exitCode: 0 });
  expect(await project.model('run', '--select', long)).toMatchObject({ exitCode: 0 });
  project.remove();
});

test('a materialized view is refreshed, and changed where it is to be another one', async () => {
  const project = postgresProject(server, 'mat');
  const orders = (n: number): void =>
    project.write({
      'models/orders.sql': `{{ config(materialized='table') }} select g as id, g % 3 as kind from generate_series(1, ${n}) g`,
    });
  const totals = (config: string, select = 'kind, count(*) as n'): void =>
    project.write({
      'models/totals.sql': `{{ config(materialized='materialized_view'${config}) }} select ${select} from {{ ref('orders') }} group by kind -- end`,
    });
  const count = async (): Promise<unknown> => (await server.sql('select sum(n)::int from mat.totals'))[0]?.[0];
  const indexes = async (): Promise<unknown> =>
    (
      await server.sql(
        "select regexp_replace(indexdef, 'INDEX .* ON', 'INDEX i ON') from pg_indexes where schemaname = 'mat' order by 1",
      )
    ).map(([text]) => text);
  /** What the node's result says of what was done. */
  const done = async (...args: readonly string[]): Promise<unknown> => {
    await project.model('run', ...args);
    const { results } = JSON.parse(readFileSync(join(project.dir, 'target/run_results.json'), 'utf8'));
    return results.find((one: { unique_id: string }) => one.unique_id === 'model.shop.totals').message;
  };
  const oid = async (): Promise<unknown> => (await server.sql("select 'mat.totals'::regclass::oid"))[0]?.[0];

  orders(6);
  totals(", indexes=[{'columns': ['kind'], 'unique': true}]");
  expect(await done()).toBe('CREATE MATERIALIZED VIEW');
  await server.sql('create view mat.reader as select n from mat.totals');
  const first = await oid();
  await server.sql('insert into mat.orders select 7, 1');
  expect(await done('--select', 'totals')).toBe('REFRESH MATERIALIZED VIEW');
  expect([await count(), await oid()]).toEqual([7, first]);

  totals(", on_configuration_change='fail', indexes=[{'columns': ['n'], 'type': 'hash'}]");
  const refused = await project.model('run', '--select', 'totals');
  expect(refused.exitCode).toBe(1);
  expect(refused.output).toContain('its `on_configuration_change` is `fail`');
  expect(refused.output).toContain('new: index on n');
  totals(", on_configuration_change='continue', indexes=[{'columns': ['n'], 'type': 'hash'}]");
  expect((await project.model('run', '--select', 'totals')).output).toContain('its `on_configuration_change` is `continue`');
  totals(", indexes=[{'columns': ['n'], 'type': 'hash'}]");
  expect(await project.model('run', '--select', 'totals')).toMatchObject({ exitCode: 0 });
  expect(await indexes()).toEqual(['CREATE INDEX i ON mat.totals USING hash (n)']);
  expect(await oid()).toBe(first);

  totals('', 'kind, count(*) + 100 as n');
  expect(await done('--select', 'totals')).toBe('CREATE MATERIALIZED VIEW');
  expect(await count()).toBe(307);
  expect((await server.sql('select sum(n)::int from mat.reader'))[0]?.[0]).toBe(307);
  expect(await indexes()).toEqual([]);

  project.write({ 'models/totals.sql': "select kind, 1::bigint as n from {{ ref('orders') }}" });
  expect(await project.model('run', '--select', 'totals')).toMatchObject({ exitCode: 0 });
  totals('');
  expect(await project.model('run', '--select', 'totals', '--full-refresh')).toMatchObject({ exitCode: 0 });
  expect((await server.sql('select sum(n)::int from mat.reader'))[0]?.[0]).toBe(7);
  project.remove();
});
