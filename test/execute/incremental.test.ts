import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PlainMap } from '../../src/manifest/node.ts';
import { type SqlNode, type TestProject, testProject } from './run-project.ts';

let project: TestProject;
beforeEach(async () => {
  project = await testProject();
  await project.send(
    "create schema shop; create table shop.it as select * from (values (1, 'eu', 10), (2, 'eu', 20)) as t(id, region, n)",
  );
});
afterEach(() => project.close());

const rows = "select * from (values (2, 'eu', 21), (2, 'us', 22), (3, 'eu', 30)) as t(id, region, n)";
const incremental = (config: PlainMap, sql = rows): SqlNode => ({
  id: 'model.shop.it',
  sql,
  config: { materialized: 'incremental', ...config },
});
const table = () => project.rows('select * from shop.it order by all');

describe('strategies', () => {
  const merged = [
    [1, 'eu', 10],
    [2, 'eu', 21],
    [2, 'us', 22],
    [3, 'eu', 30],
  ];
  const appended = [
    [1, 'eu', 10],
    [2, 'eu', 20],
    [2, 'eu', 21],
    [2, 'us', 22],
    [3, 'eu', 30],
  ];
  const cases: readonly (readonly [string, PlainMap, unknown, string])[] = [
    ['append', { incremental_strategy: 'append', unique_key: 'id' }, appended, 'INSERT 3'],
    ['delete+insert, one key', { incremental_strategy: 'delete+insert', unique_key: 'id' }, merged, 'INSERT 3'],
    ['delete+insert, two keys', { incremental_strategy: 'delete+insert', unique_key: ['id', 'region'] }, merged, 'INSERT 3'],
    ['delete+insert without a key', { incremental_strategy: 'delete+insert' }, appended, 'INSERT 3'],
    ['merge, two keys', { incremental_strategy: 'merge', unique_key: ['id', 'region'] }, merged, 'MERGE 3'],
    ['merge without a key', { incremental_strategy: 'merge' }, appended, 'INSERT 3'],
    ['none named', { unique_key: 'ID' }, merged, 'INSERT 3'],
  ];
  test.each(cases)('%s', async (_, config, expected, message) => {
    const ran = await project.run([incremental(config)]);
    expect(ran.said).toEqual({ it: `success ${message}` });
    expect(await table()).toEqual(expected);
    expect(await project.relations()).toEqual(['it table']);
  });

  test('predicates limit which old rows are replaced', async () => {
    const predicates = { unique_key: 'id', incremental_predicates: ["DBT_INTERNAL_DEST.region = 'us'"] };
    await project.run([incremental(predicates)]);
    expect(await table()).toHaveLength(5);
  });

  test('merge leaves the excluded columns as they are', async () => {
    const exclude = { incremental_strategy: 'merge', unique_key: 'id', merge_exclude_columns: ['n'] };
    await project.run([incremental(exclude, "select 2 as id, 'us' as region, 99 as n")]);
    expect(await table()).toEqual([
      [1, 'eu', 10],
      [2, 'us', 20],
    ]);
  });

  test.each([
    ['the command', {}, 'full'],
    ['the model', { full_refresh: true }, 'incremental'],
  ] as const)('a full refresh asked by %s builds the table anew', async (_, config, refresh) => {
    expect((await project.run([incremental({ unique_key: 'id', ...config })], { refresh })).said).toEqual({
      it: 'success SELECT 3',
    });
    expect(await table()).toHaveLength(3);
  });

  test('a model that forbids the full refresh keeps its rows', async () => {
    await project.run([incremental({ unique_key: 'id', full_refresh: false })], { refresh: 'full' });
    expect(await table()).toEqual(merged);
  });
});

describe('columns that change', () => {
  const changed = "select 'new' as extra, 3 as ID, 'eu' as region";
  const run = (on_schema_change: string, sql = changed) => project.run([incremental({ on_schema_change }, sql)]);

  test('ignore: columns go by name, and new ones are left out', async () => {
    await run('ignore', "select 30 as n, 'x' as extra, 'eu' as region, 3 as id");
    expect(await table()).toContainEqual([3, 'eu', 30]);
  });
  test('ignore: a missing column is told before the warehouse is asked', async () => {
    const { by, written } = await run('ignore');
    expect(by['it']?.diagnostics).toMatchObject([
      { code: 'run-incremental-column-missing', text: 'The new rows of `it` lack `n`, which the table has.' },
    ]);
    expect(written[0]?.statements).toEqual([]);
  });
  test('fail: names what differs', async () => {
    const { by } = await run('fail');
    expect(by['it']?.diagnostics).toMatchObject([
      { code: 'run-incremental-schema-changed', notes: ['new: extra VARCHAR', 'gone: n INTEGER'] },
    ]);
  });
  test('append_new_columns: adds, and keeps the old', async () => {
    await run('append_new_columns');
    expect(await project.rows('select id, region, n, extra from shop.it where id = 3')).toEqual([[3, 'eu', null, 'new']]);
  });
  test('sync_all_columns: adds, drops and changes types', async () => {
    await run('sync_all_columns', "select 'new' as extra, 3::bigint as ID, 'eu' as region");
    const columns = "select column_name || ' ' || data_type from duckdb_columns() where table_name = 'it' order by column_index";
    expect((await project.rows(columns)).flat()).toEqual(['id BIGINT', 'region VARCHAR', 'extra VARCHAR']);
    expect(await project.rows('select * from shop.it order by id')).toHaveLength(3);
  });
});

describe('configurations that cannot be', () => {
  const cases: readonly (readonly [string, PlainMap, string])[] = [
    [
      'an unknown strategy',
      { incremental_strategy: 'merg' },
      '`it` sets `incremental_strategy` to `merg`; it must be one of `default`, `append`, `delete+insert`, `merge`.',
    ],
    [
      'a key that is no column',
      { unique_key: ['id', 'day'] },
      'The `unique_key` of `it` names `day`, which its new rows do not have; they have `id`, `region`, `n`.',
    ],
    [
      'both lists of merge columns',
      { merge_update_columns: ['n'], merge_exclude_columns: ['id'] },
      '`it` sets both `merge_update_columns` and `merge_exclude_columns`.',
    ],
  ];
  test.each(cases)('%s', async (_, config, text) => {
    expect((await project.run([incremental(config)])).said).toEqual({ it: `error ${text}` });
    expect(await table()).toHaveLength(2);
  });
});
