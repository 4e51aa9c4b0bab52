import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PlainMap } from '../../src/manifest/node.ts';
import { type SqlNode, type TestProject, testProject } from './run-project.ts';

let project: TestProject;
beforeEach(async () => {
  project = await testProject();
  await project.send("create table log (id integer default nextval('s'), text varchar)").catch(async () => {
    await project.send("create sequence s; create table log (id integer default nextval('s'), text varchar)");
  });
});
afterEach(() => project.close());

const say = (text: string): string => `insert into main.log (text) values ('${text}')`;
const log = async () => (await project.rows('select text from main.log order by id')).flat();
const operation = (place: string, index: number, sql: string): SqlNode => ({
  id: `operation.shop.${place}_${index}`,
  sql,
  more: { tags: [place], index },
});
const it = (config: PlainMap, sql = 'select 1 as n'): SqlNode => ({
  id: 'model.shop.it',
  sql,
  config: { materialized: 'table', ...config },
});

test('hooks run in order: outside, inside, node, inside, outside', async () => {
  await project.run([
    it({
      'pre-hook': [say('pre in'), { sql: say('pre out'), transaction: false }],
      'post-hook': [{ sql: `${say('post in')}; ${say('post in again')}` }, { sql: say('post out'), transaction: false }],
    }),
  ]);
  expect(await log()).toEqual(['pre out', 'pre in', 'post in', 'post in again', 'post out']);
});

test('a hook may be the JSON text that `after_commit` gives', async () => {
  const after = JSON.stringify({ sql: say('post out'), transaction: false });
  await project.run([it({ 'post-hook': [{ sql: after, transaction: true }, say('post in')] })]);
  expect(await log()).toEqual(['post in', 'post out']);
});

test('what hooks inside did is taken back when the node fails; the table stays', async () => {
  await project.run([it({})]);
  const { by } = await project.run([
    it({ 'pre-hook': [say('in'), { sql: say('out'), transaction: false }], 'post-hook': 'select nope' }, 'select 2 as n'),
  ]);
  expect(by['it']?.status).toBe('error');
  expect(await log()).toEqual(['out']);
  expect(await project.rows('select * from shop.it')).toEqual([[1]]);
  expect((await project.run([it({ materialized: 'view' })])).said).toEqual({ it: 'success CREATE VIEW' });
});

test('a select sees what a hook of its transaction made', async () => {
  const config = { materialized: 'incremental', 'pre-hook': 'create or replace table shop.input as select 7 as n' };
  await project.run([it(config, 'select * from shop.input')]);
  await project.run([it(config, 'select * from shop.input')]);
  expect(await project.rows('select * from shop.it')).toEqual([[7], [7]]);
});

test('a header goes before the statement', async () => {
  const { by } = await project.run([it({ sql_header: 'create temp macro twice(n) as n * 2;' }, 'select twice(4) as n')]);
  expect(by['it']?.diagnostics).toEqual([]);
  expect(await project.rows('select * from shop.it')).toEqual([[8]]);
});

test('operations run first and last; the last see the results', async () => {
  const ran = await project.run([
    operation('on-run-end', 1, say('schemas $schemas, databases $database_schemas')),
    operation('on-run-end', 0, say('end')),
    operation('on-run-start', 0, say('start')),
    operation('on-run-start', 1, ' '),
    it({ 'post-hook': say('node') }),
  ]);
  expect(await log()).toEqual(['start', 'node', 'end', 'schemas ["shop"], databases [["memory","shop"]]']);
  expect(ran.results.map(result => result.node)).toEqual([
    'operation.shop.on-run-start_0',
    'operation.shop.on-run-start_1',
    'model.shop.it',
    'operation.shop.on-run-end_0',
    'operation.shop.on-run-end_1',
  ]);
});

test('when a hook before the nodes fails, they are skipped and the last hooks run', async () => {
  const ran = await project.run([operation('on-run-start', 0, 'select nope'), operation('on-run-end', 0, say('end')), it({})]);
  expect(ran.results.map(result => result.status)).toEqual(['error', 'skipped', 'success']);
  expect(await log()).toEqual(['end']);
});
