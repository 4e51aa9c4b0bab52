import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TestProject, testProject } from './run-project.ts';

let project: TestProject;
beforeEach(async () => {
  project = await testProject();
});
afterEach(() => project.close());

test('drops what a killed run left behind, and nothing else', async () => {
  await project.send('create schema shop');
  await project.send('create table shop.it__mw_0t3k1zaabcdef_new as select 1 as n');
  await project.send('create table shop.it__mw_new as select 1 as n');
  const ran = await project.run([{ id: 'model.shop.it' }]);
  expect(await project.relations()).toEqual(['it view', 'it__mw_new table']);
  expect(ran.events.filter(event => event.kind === 'log')).toMatchObject([{ level: 'debug' }]);
});

test('makes each schema once, and looks at it once', async () => {
  const ran = await project.run([
    { id: 'model.shop.a', more: { schema: 'one', relation_name: 'a' } },
    { id: 'model.shop.b', more: { schema: 'two', relation_name: 'b' } },
    { id: 'model.shop.c', more: { schema: 'ONE', relation_name: 'c' } },
  ]);
  expect(ran.results.map(result => result.status)).toEqual(['success', 'success', 'success']);
  expect(await project.relations()).toEqual(['a view', 'b view', 'c view']);
});

test('keeps the rows of all tests when the command says so', async () => {
  const nodes = [{ id: 'test.shop.rows', sql: 'select 1 as n', more: { schema: 'shop_dbt_test__audit' } }];
  expect((await project.run(nodes, { storeFailures: 'all' })).by['rows']?.status).toBe('fail');
  expect(await project.relations()).toEqual(['rows table']);
});

test('keeps the rows that a test found, where asked to', async () => {
  const nodes = [
    { id: 'model.shop.it', sql: 'select 1 as n union all select 2' },
    {
      id: 'test.shop.rows',
      sql: 'select n from shop.it',
      reads: ['model.shop.it'],
      config: { store_failures: true, error_if: '> 2', warn_if: '> 1' },
      more: { schema: 'shop_dbt_test__audit' },
    },
  ];
  expect((await project.run(nodes)).said['rows']).toBe('warn Got 2 results, configured to warn if > 1');
  expect(await project.rows('select * from shop_dbt_test__audit.rows order by n')).toEqual([[1], [2]]);
});

test('writes descriptions to the warehouse when asked to', async () => {
  const config = { materialized: 'table', persist_docs: { relation: true, columns: true } };
  const columns = { N: { name: 'N', description: 'a number' }, gone: { name: 'gone', description: 'not there' } };
  const ran = await project.run([
    { id: 'model.shop.it', sql: 'select 1 as n', config, more: { description: "it's a table", columns } },
  ]);
  expect(ran.said).toEqual({ it: 'success SELECT 1' });
  expect(await project.rows("select comment from duckdb_tables() where table_name = 'it'")).toEqual([["it's a table"]]);
  expect(await project.rows("select comment from duckdb_columns() where table_name = 'it'")).toEqual([['a number']]);
});
