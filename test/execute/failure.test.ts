import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type SqlNode, type TestProject, testProject } from './run-project.ts';

let project: TestProject;
beforeEach(async () => {
  project = await testProject();
});
afterEach(() => project.close());

const table = (name: string, sql: string, reads: readonly string[] = []): SqlNode => ({
  id: `model.shop.${name}`,
  sql,
  reads: reads.map(parent => (parent.includes('.') ? parent : `model.shop.${parent}`)),
  config: { materialized: 'table' },
});

describe('a node that fails', () => {
  const nodes = [
    table('a', 'select 1 as n'),
    table('b', 'select nope from shop.a', ['a']),
    table('c', 'select * from shop.b', ['b']),
    table('d', 'select * from shop.c', ['c']),
    table('e', 'select * from shop.a', ['a']),
  ];

  test('skips all that is below it, with the cause, and nothing else', async () => {
    const ran = await project.run(nodes);
    expect(Object.fromEntries(ran.results.map(result => [result.node.split('.').at(-1), result.status]))).toEqual({
      a: 'success',
      b: 'error',
      c: 'skipped',
      d: 'skipped',
      e: 'success',
    });
    const skips = ran.events.flatMap(event =>
      event.kind === 'node.end' && event.skippedBecause !== null ? [[event.node.name, event.skippedBecause]] : [],
    );
    expect(skips).toEqual([
      ['c', 'model.shop.b'],
      ['d', 'model.shop.b'],
    ]);
  });

  test('leaves the old table as it was', async () => {
    await project.run([table('a', 'select 1 as n')]);
    await project.run([table('a', 'select n from nowhere')]);
    expect(await project.rows('select * from shop.a')).toEqual([[1]]);
    expect(await project.relations()).toEqual(['a table']);
  });

  test('is shown at the line and column of the model', async () => {
    const sql = 'select\n  1 as n,\n  2 + nope as m\nfrom (select 3 as k)';
    const { by } = await project.run([table('a', sql)]);
    expect(by['a']?.diagnostics).toMatchObject([
      { code: 'run-statement-failed', span: { file: 'models/a.sql', line: 3, column: 7, length: 4 } },
    ]);
  });

  test('a failing test skips what reads the tested node; a warning does not', async () => {
    const read = (name: string, severity: string): SqlNode[] => [
      table(name, 'select 1 as n'),
      { id: `test.shop.${name}_test`, sql: `select * from shop.${name}`, reads: [`model.shop.${name}`], config: { severity } },
      table(`${name}_child`, `select * from shop.${name}`, [name]),
    ];
    const ran = await project.run([...read('strict', 'error'), ...read('mild', 'warn')]);
    expect(ran.by['strict_child']?.status).toBe('skipped');
    expect(ran.by['mild_child']?.status).toBe('success');
  });

  test('fail-fast runs nothing more', async () => {
    const ran = await project.run([table('a', 'select nope'), table('b', 'select 1 as n')], { threads: 1, onFailure: 'stop' });
    expect(ran.said).toEqual({ a: expect.stringMatching(/^error/), b: 'skipped Skipped since `model.shop.a` did not succeed.' });
  });
});

test('an unknown materialization names the known and the nearest', async () => {
  const { by } = await project.run([{ id: 'model.shop.a', config: { materialized: 'tabel' } }]);
  expect(by['a']?.diagnostics).toMatchObject([
    {
      code: 'run-unsupported-materialization',
      text: '`a` asks for the materialization `tabel`, which does not exist; there are `view`, `table`, `incremental`, `materialized_view`, `table_function`, `external`, `ephemeral`.',
      hint: 'Did you mean `table`?',
    },
  ]);
});

test('Python models are refused in words', async () => {
  const { by } = await project.run([{ id: 'model.shop.a', config: { materialized: 'table' }, more: { language: 'python' } }]);
  expect(by['a']?.diagnostics).toMatchObject([{ code: 'run-unsupported-language' }]);
});

describe('cancelling', () => {
  const slow = 'select count(*) as n from range(1000000) a, range(1000000) b where a.range % 7 = b.range % 11';
  test('ends the running query, skips the rest, and keeps what is done', async () => {
    const controller = new AbortController();
    const ran = await project.run([table('a', 'select 1 as n'), table('b', slow, ['a']), table('c', 'select 2 as n', ['b'])], {
      signal: controller.signal,
      onEvent: event => {
        if (event.kind === 'node.start' && event.node.name === 'b') setTimeout(() => controller.abort(), 30);
      },
    });
    expect(ran.cancelled).toBe(true);
    expect(ran.said).toEqual({
      a: 'success SELECT 1',
      b: 'skipped Cancelled while it was running.',
      c: expect.stringMatching(/^skipped/),
    });
    expect(ran.events.at(-1)).toMatchObject({ kind: 'run.end', cancelled: true });
    expect((await project.run([table('a', 'select 3 as n')])).said).toEqual({ a: 'success SELECT 1' });
  });

  test('fail-fast ends what is running', async () => {
    const ran = await project.run([table('slow', slow), table('bad', 'select nope')], { onFailure: 'stop' });
    expect(ran.by['slow']).toMatchObject({ status: 'skipped' });
    expect(ran.cancelled).toBe(false);
  });
});

test('100 nodes on 8 threads, each after the ones that it reads', async () => {
  const nodes = Array.from({ length: 100 }, (_, i) => {
    const parents = i < 10 ? [] : [i - 10, i - 7].filter(parent => parent < i - (i % 10)).map(parent => `m${parent}`);
    const from =
      parents.length === 0
        ? `select ${i} as n`
        : parents.map(parent => `select n + 1 as n from shop.${parent}`).join(' union all ');
    return { ...table(`m${i}`, from, parents), config: { materialized: i % 3 === 0 ? 'view' : 'table' } };
  });
  const ran = await project.run(nodes, { threads: 8 });
  expect(ran.results.filter(result => result.status !== 'success')).toEqual([]);
  expect(await project.relations()).toHaveLength(100);
  expect(new Set(ran.results.map(result => result.threadId)).size).toBeGreaterThan(1);
});
