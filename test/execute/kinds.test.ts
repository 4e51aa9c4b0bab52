import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { transactional } from '../materialize/warehouses.ts';
import { type SqlNode, type TestProject, testProject } from './run-project.ts';

let project: TestProject;
beforeEach(async () => {
  project = await testProject();
  writeFileSync(join(project.dir, 'it.csv'), 'n,text\n1,a\n2,b\n');
});
afterEach(() => project.close());

const model = (materialized: string, sql = 'select 1 as n'): SqlNode => ({ id: 'model.shop.it', sql, config: { materialized } });
const seed = (): SqlNode => ({ id: 'seed.shop.it', more: { root_path: project.dir, original_file_path: 'it.csv' } });
const kinds: Readonly<Record<string, () => SqlNode>> = {
  view: () => model('view'),
  table: () => model('table'),
  incremental: () => model('incremental'),
  seed,
};
const outcomes: Readonly<Record<string, string>> = { view: 'view', table: 'table', incremental: 'table', seed: 'table' };

const ways = { 'replacing in place': undefined, 'building aside': { ...transactional, tempTables: 'named' } } as const;
describe.each(Object.keys(ways) as (keyof typeof ways)[])('a node that changes its kind, %s', way => {
  beforeEach(async () => {
    await project.close();
    project = await testProject(ways[way]);
    writeFileSync(join(project.dir, 'it.csv'), 'n,text\n1,a\n2,b\n');
  });
  const pairs = Object.keys(kinds).flatMap(from => Object.keys(kinds).map(to => [from, to] as const));
  test.each(pairs)('%s, then %s', async (from, to) => {
    await project.run([kinds[from]?.() as SqlNode]);
    if (to === 'incremental' && from === 'seed') await project.send('alter table shop.it drop column text');
    const ran = await project.run([kinds[to]?.() as SqlNode]);
    expect(ran.by['it']?.diagnostics).toEqual([]);
    expect(await project.relations()).toEqual([`it ${outcomes[to]}`]);
  });
});

test('a plan that fails leaves nothing beside the table', async () => {
  await project.close();
  project = await testProject({ ...transactional, tempTables: 'named' });
  const incremental = (sql: string): SqlNode => ({
    ...model('incremental', sql),
    config: { materialized: 'incremental', unique_key: 'n' },
  });
  await project.run([incremental('select 1 as n')]);
  const ran = await project.run([incremental("select 'one' as n")]);
  expect(ran.by['it']?.diagnostics).toMatchObject([{ code: 'run-incremental-misfit' }]);
  expect(await project.relations()).toEqual(['it table']);
  expect(await project.rows('select * from shop.it')).toEqual([[1]]);
});

test('a view, a table, a seed and tests, end to end', async () => {
  const ran = await project.run([
    seed(),
    { id: 'model.shop.v', sql: 'select * from shop.it', reads: ['seed.shop.it'], config: { materialized: 'view' } },
    { id: 'model.shop.t', sql: 'select * from shop.v', reads: ['model.shop.v'], config: { materialized: 'table' } },
    { id: 'test.shop.good', sql: 'select * from shop.v where n > 5', reads: ['model.shop.v'] },
    { id: 'test.shop.bad', sql: 'select * from shop.t', reads: ['model.shop.t'] },
    { id: 'test.shop.mild', sql: 'select * from shop.t limit 1', reads: ['model.shop.t'], config: { severity: 'warn' } },
  ]);
  expect(ran.said).toEqual({
    it: 'success INSERT 2',
    v: 'success CREATE VIEW',
    good: 'pass',
    t: 'success SELECT 2',
    bad: 'fail Got 2 results, configured to fail if != 0',
    mild: 'warn Got 1 result, configured to warn if != 0',
  });
  expect(ran.by['t']).toMatchObject({
    failures: null,
    adapterResponse: { _message: 'SELECT 2', code: 'SELECT', rows_affected: 2 },
  });
  expect(ran.by['bad']?.failures).toBe(2);
});
