import { expect, test } from 'vitest';
import { folderOf } from '../project/folder.ts';
import { runModel } from './command.ts';

interface Line {
  readonly info: Readonly<Record<string, unknown>>;
  readonly data: Readonly<Record<string, unknown>> & { readonly node_info?: Readonly<Record<string, unknown>> };
}

test('the words of the command line are told without the secrets of the environment', async () => {
  const dir = folderOf({
    'dbt_project.yml': 'name: shop',
    'models/one.sql': 'select 1 as id',
    '.env': 'MODEL_SECRET_B=from-file',
  });
  const env = { DBT_ENV_SECRET_A: 'from-shell' };
  const args = ['parse', '--log-format', 'json', '--debug', '--vars', '{a: from-shell, b: from-file}'];
  const { exitCode, output } = await runModel(args, { dir, env });
  expect(exitCode).toBe(0);
  expect(output).toContain('{a: *****, b: *****}');
  expect(output).not.toMatch(/from-shell|from-file/);
});

test('JSON lines have the envelope and the events that orchestrators read', async () => {
  const dir = folderOf({
    'dbt_project.yml': 'name: shop',
    'models/orders.sql': 'select 1 as id',
    'models/bad.sql': 'select missing from (select 1 as id)',
    'models/later.sql': "select * from {{ ref('bad') }}",
    'tests/fails.sql': "select * from {{ ref('orders') }}",
  });
  const { exitCode, output } = await runModel(['build', '--log-format', 'json', '--log-level', 'debug'], { dir });
  expect(exitCode).toBe(1);
  const lines = output
    .trim()
    .split('\n')
    .map(text => JSON.parse(text) as Line);
  const keys = 'category code extra invocation_id level msg name pid thread ts';
  for (const { info, ...rest } of lines) {
    expect(Object.keys(info).sort().join(' ')).toBe(keys);
    expect(Object.keys(rest)).toEqual(['data']);
    expect(info['ts']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
  }
  expect(new Set(lines.map(({ info }) => info['invocation_id'])).size).toBe(1);
  const about = (name: string) =>
    lines
      .filter(({ data }) => data.node_info?.['node_name'] === name)
      .map(({ info, data }) => [info['name'], data.node_info?.['node_status']]);
  const begun = [
    ['NodeStart', 'started'],
    ['LogStartLine', 'started'],
    ['NodeCompiling', 'compiling'],
    ['NodeExecuting', 'executing'],
  ];
  const told = (name: string) => about(name).filter(([event]) => !String(event).startsWith('SQLQuery'));
  expect(told('orders')).toEqual([...begun, ['LogModelResult', 'success'], ['NodeFinished', 'success']]);
  expect(told('bad')).toEqual([...begun, ['LogModelResult', 'error'], ['NodeFinished', 'error']]);
  expect(told('fails')).toEqual([...begun, ['LogTestResult', 'fail'], ['NodeFinished', 'fail']]);
  expect(told('later').at(-2)).toEqual(['SkippingDetails', 'skipped']);
  const names = lines.map(({ info }) => info['name']);
  expect(names.slice(0, 2)).toEqual(['MainReportVersion', 'MainReportArgs']);
  expect(names.filter(name => name === 'RunResultError')).toHaveLength(2);
  expect(lines.find(({ info }) => info['name'] === 'StatsLine')?.data['stats']).toEqual({
    pass: 1,
    warn: 0,
    error: 2,
    skip: 1,
    noop: 0,
    total: 4,
  });
  expect(names.at(-1)).toBe('CommandCompleted');
});
