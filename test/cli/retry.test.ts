import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderOf } from '../project/folder.ts';
import { runModel } from './command.ts';

const events =
  "select * from (values (1, timestamp '2024-01-01'), (2, timestamp '2024-01-02'), (3, timestamp '2024-01-03')) t(id, ts)";
const files = {
  'dbt_project.yml': 'name: shop\nvars: {bad: 2}\n',
  'models/events.sql': `{{ config(materialized='table', event_time='ts') }}${events}`,
  'models/daily.sql': `{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='ts', begin='2024-01-01', batch_size='day') }}
select * from {{ ref('events') }} where id <> {{ var('bad') }} or error('no')`,
  'models/after.sql': "select * from {{ ref('daily') }}",
};
const span = ['--event-time-start', '2024-01-01', '--event-time-end', '2024-01-04'];
const resultsIn = (
  dir: string,
): Readonly<Record<string, { readonly status: string; readonly batch_results: { failed: unknown } | null }>> => {
  const all = JSON.parse(readFileSync(join(dir, 'target/run_results.json'), 'utf8')).results as { unique_id: string }[];
  return Object.fromEntries(all.map(one => [one.unique_id.split('.').at(-1), one])) as never;
};

test('does what failed and what was skipped again, of batches only those that failed, and tells when there is nothing to do', async () => {
  const dir = folderOf(files);
  const first = await runModel(['build', ...span], { dir });
  expect(first.exitCode).toBe(1);
  expect(resultsIn(dir)).toMatchObject({
    daily: { status: 'partial success', batch_results: { failed: [['2024-01-02T00:00:00+00:00', '2024-01-03T00:00:00+00:00']] } },
    after: { status: 'skipped' },
  });
  const again = await runModel(['retry', '--vars', '{bad: 0}'], { dir });
  expect(again.output).toContain('Batch 1 of 1 of daily, 2024-01-02: success, 1 row');
  expect(Object.keys(resultsIn(dir)).sort()).toEqual(['after', 'daily']);
  const shown = await runModel(['show', '--inline', "select count(*) as n from {{ ref('after') }}", '--output', 'csv'], { dir });
  expect(shown.output).toContain('n\n3');
  expect(await runModel(['retry'], { dir })).toMatchObject({
    exitCode: 0,
    output: expect.stringContaining('all of the last `model build` succeeded'),
  });
});

test('tells when there is nothing to start from', async () => {
  const dir = folderOf(files);
  const lost = await runModel(['retry', '--state', 'elsewhere'], { dir });
  expect(lost).toMatchObject({ exitCode: 2, output: expect.stringContaining('command-retry-results') });
  mkdirSync(join(dir, 'target'), { recursive: true });
  writeFileSync(join(dir, 'target/run_results.json'), JSON.stringify({ results: [], args: { which: 'list' } }));
  expect((await runModel(['retry'], { dir })).output).toContain('`model list`, which has nothing to retry');
});
