import { afterEach, beforeEach, expect, test } from 'vitest';
import { WarehouseError } from '../../src/adapter/error.ts';
import { withRetries } from '../../src/execute/retry.ts';
import { never } from '../adapter/duckdb.ts';
import { type TestProject, testProject } from './run-project.ts';

let project: TestProject;
beforeEach(async () => {
  project = await testProject();
});
afterEach(() => project.close());

test('transactions that lose against one another are played again, hooks and all', async () => {
  await project.send('create table main.counter as select 0 as n');
  const nodes = Array.from({ length: 6 }, (_, index) => ({
    id: `model.shop.m${index}`,
    sql: 'select count(*) as n from range(20000) a, range(50) b',
    config: { materialized: 'table', 'pre-hook': 'update main.counter set n = n + 1' },
  }));
  const ran = await project.run(nodes, { threads: 6 });
  expect(ran.results.map(result => result.message)).toEqual(Array(6).fill('SELECT 1'));
  expect(await project.rows('select n from main.counter')).toEqual([[6]]);
  const updates = ran.events.filter(event => event.kind === 'statement' && event.sql.startsWith('update'));
  expect(updates.length).toBeGreaterThanOrEqual(6);
});

const error = (reason: WarehouseError['reason'], retry: WarehouseError['retry']) =>
  new WarehouseError({ reason, retry, native: { code: null, message: 'no' } });

test.each([
  ['conflict', 'if-repeatable', false, 2],
  ['conflict', 'never', true, 1],
  ['connection', 'if-repeatable', false, 1],
  ['connection', 'if-repeatable', true, 2],
  ['connection', 'always', false, 2],
  ['data', 'never', true, 1],
] as const)(
  'a failure %s with retry %s of what is repeatable (%s) is tried %i times',
  async (reason, retry, repeatable, times) => {
    let tries = 0;
    const attempt = async (): Promise<void> => {
      tries += 1;
      if (tries === 1) throw error(reason, retry);
    };
    await withRetries(attempt, { repeatable }, never).catch(() => undefined);
    expect(tries).toBe(times);
  },
);

test('gives up in the end, and at once when cancelled', async () => {
  const controller = new AbortController();
  const attempt = async (): Promise<void> => {
    controller.abort();
    throw error('conflict', 'always');
  };
  await expect(withRetries(attempt, { repeatable: true }, controller.signal)).rejects.toThrow('no');
});
