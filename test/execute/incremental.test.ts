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
  const overwritten = [
    [2, 'eu', 21],
    [2, 'us', 22],
    [3, 'eu', 30],
  ];
  const cases: readonly (readonly [string, PlainMap, unknown, string])[] = [
    ['append', { incremental_strategy: 'append', unique_key: 'id' }, appended, 'INSERT 3'],
    ['delete+insert, one key', { incremental_strategy: 'delete+insert', unique_key: 'id' }, merged, 'INSERT 3'],
    ['delete+insert, two keys', { incremental_strategy: 'delete+insert', unique_key: ['id', 'region'] }, merged, 'INSERT 3'],
    ['delete+insert without a key', { incremental_strategy: 'delete+insert' }, appended, 'INSERT 3'],
    ['insert_overwrite', { incremental_strategy: 'insert_overwrite', partition_by: 'region' }, overwritten, 'INSERT 3'],
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

  test.each(['region', 'DBT_INTERNAL_DEST.region', 'DBT_INCREMENTAL_TARGET.region'])(
    'delete+insert knows the table in predicates as %s',
    async name => {
      await project.run([incremental({ unique_key: ['id'], incremental_predicates: [`${name} = 'us'`] })]);
      expect(await table()).toHaveLength(5);
    },
  );

  test.each([
    ['merge', 'error'],
    ['delete+insert', 'success'],
  ])('%s of rows that share their key: %s', async (incremental_strategy, status) => {
    const ran = await project.run([incremental({ incremental_strategy, unique_key: 'id' })]);
    expect(ran.by['it']?.status).toBe(status);
    if (status === 'error')
      expect(ran.by['it']?.diagnostics).toMatchObject([{ code: 'run-duplicate-keys', notes: ['id = 2: 2 rows'] }]);
    expect(await table()).toHaveLength(status === 'error' ? 2 : 4);
  });

  test('rows without a key are added, whatever the strategy', async () => {
    for (const incremental_strategy of ['merge', 'delete+insert'])
      await project.run([
        incremental({ incremental_strategy, unique_key: 'id' }, "select null::int as id, 'eu' as region, 1 as n"),
      ]);
    expect(await project.rows('select count(*) from shop.it where id is null')).toEqual([[2]]);
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

describe('what a merge does', () => {
  const news = "select * from (values (1, 'us', 11), (2, 'uk', 5), (3, 'eu', 30)) as t(id, region, n)";
  const cases: readonly (readonly [string, PlainMap, unknown])[] = [
    [
      'only where it is so',
      { merge_update_condition: 'DBT_INTERNAL_SOURCE.n > DBT_INTERNAL_DEST.n' },
      ['1us11', '2eu20', '3eu30'],
    ],
    ['adds only some', { merge_insert_condition: 'DBT_INTERNAL_SOURCE.n < 30' }, ['1us11', '2uk5']],
    ['computes', { merge_update_set_expressions: { n: 'DBT_INTERNAL_DEST.n + 1' } }, ['1us11', '2uk21', '3eu30']],
    [
      'computes one and sets one',
      { merge_update_columns: ['region'], merge_update_set_expressions: { n: '0' } },
      ['1us0', '2uk0', '3eu30'],
    ],
    ['by other columns', { unique_key: null, merge_on_using_columns: ['id'] }, ['1us11', '2uk5', '3eu30']],
    ['tells what it did', { merge_returning_columns: ['id'] }, ['1us11', '2uk5', '3eu30']],
    [
      'clauses in order',
      {
        merge_clauses: {
          when_matched: [
            { action: 'delete', condition: 'DBT_INTERNAL_SOURCE.n < 10' },
            {
              action: 'update',
              mode: 'explicit',
              update: { include: ['n', 'region'], exclude: ['region'], set_expressions: { region: "'x'" } },
            },
          ],
          when_not_matched: [
            { action: 'insert', mode: 'explicit', insert: { columns: ['id', 'n'], values: ['DBT_INTERNAL_SOURCE.id', '7'] } },
          ],
        },
      },
      ['1x11', '3null7'],
    ],
    [
      'rows that are no longer there',
      {
        merge_clauses: {
          when_matched: [{ action: 'do_nothing' }],
          when_not_matched: [{ action: 'delete', by: 'source' }, { action: 'insert' }],
        },
      },
      ['1eu10', '2eu20', '3eu30'],
    ],
    ['a list that is left out', { merge_clauses: { when_matched: [{ action: 'delete' }] } }, ['3eu30']],
    ['by position', { merge_clauses: { when_matched: [{ action: 'update', mode: 'by_position' }] } }, ['1us11', '2uk5', '3eu30']],
  ];
  test.each(cases)('%s', async (_, config, expected) => {
    const ran = await project.run([incremental({ incremental_strategy: 'merge', unique_key: 'id', ...config }, news)]);
    expect(ran.by['it']).toMatchObject({ status: 'success', diagnostics: [] });
    const found = await project.rows("select id || coalesce(region, 'null') || n from shop.it order by id");
    expect(found.flat()).toEqual(expected);
  });

  test('may refuse', async () => {
    const merge_clauses = { when_matched: [{ action: 'error', error_message: 'seen before' }] };
    const ran = await project.run([incremental({ incremental_strategy: 'merge', unique_key: 'id', merge_clauses }, news)]);
    expect(ran.said['it']).toContain('seen before');
    expect(await table()).toHaveLength(2);
  });

  const wrong: readonly (readonly [string, PlainMap, string])[] = [
    [
      'an action',
      { when_matched: [{ action: 'upd' }] },
      'sets `action` to `upd`; it must be one of `update`, `delete`, `do_nothing`, `error`',
    ],
    ['no action', { when_matched: [{}] }, 'have a clause `{}`, and it has no `action`'],
    ['a list', { matched: [] }, 'have a clause `matched`, and there are only `when_matched` and `when_not_matched`'],
    [
      'values',
      { when_not_matched: [{ action: 'insert', insert: { columns: ['id'], values: [] } }] },
      'it inserts another number of `values` than of `columns`',
    ],
  ];
  test.each(wrong)('%s that is not one is told', async (_, merge_clauses, message) => {
    const ran = await project.run([incremental({ incremental_strategy: 'merge', unique_key: 'id', merge_clauses }, news)]);
    expect(ran.said['it']).toContain(message);
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

describe('data that does not fit', () => {
  test('is told with the types, and the table stays', async () => {
    const big = "select 3000000000 as id, 'eu' as region, 1 as n";
    for (const [on_schema_change, hint] of [
      ['ignore', 'set `on_schema_change` to `sync_all_columns`'],
      ['append_new_columns', 'set `on_schema_change` to `sync_all_columns`'],
    ] as const) {
      const { by } = await project.run([incremental({ on_schema_change }, big)]);
      expect(by['it']?.diagnostics).toMatchObject([
        {
          code: 'run-incremental-misfit',
          notes: ['id: INTEGER in the table, BIGINT in the new rows'],
          hint: expect.stringContaining(hint),
        },
      ]);
    }
    expect(await table()).toHaveLength(2);
    await project.run([incremental({ on_schema_change: 'sync_all_columns' }, big)]);
    expect(await project.rows('select max(id) from shop.it')).toEqual([[3000000000]]);
  });

  test('the rows of the table may be those that do not fit', async () => {
    const { by } = await project.run([
      incremental({ on_schema_change: 'sync_all_columns' }, 'select 3 as id, 1 as region, 1 as n'),
    ]);
    expect(by['it']?.diagnostics).toMatchObject([
      { code: 'run-incremental-misfit', hint: expect.stringContaining('holds both') },
    ]);
    expect(await table()).toHaveLength(2);
  });
});

describe('configurations that cannot be', () => {
  const cases: readonly (readonly [string, PlainMap, string])[] = [
    [
      'an unknown strategy',
      { incremental_strategy: 'merg' },
      '`it` asks for the incremental strategy `merg`; there are `default`, `append`, `delete+insert`, `merge`, `insert_overwrite`, `microbatch`.',
    ],
    [
      'a key that is no column',
      { unique_key: ['id', 'day'] },
      'The `unique_key` of `it` names `day`, which its new rows do not have; they have `id`, `region`, `n`.',
    ],
    [
      'a partition without its column',
      { incremental_strategy: 'insert_overwrite', partition_by: { data_type: 'date', granularity: 'month' } },
      'The `partition_by` of `it` has no `field`, the column whose values make the partitions.',
    ],
    [
      'an unknown span of a partition',
      { incremental_strategy: 'insert_overwrite', partition_by: { field: 'region', granularity: 'week' } },
      '`it` sets `granularity` to `week`; it must be one of `hour`, `day`, `month`, `year`.',
    ],
    [
      'a partition of numbers',
      {
        incremental_strategy: 'insert_overwrite',
        partition_by: { field: 'id', data_type: 'int64', range: { start: 0, end: 9, interval: 3 } },
      },
      'The `partition_by` of `it` sets `range`, which this warehouse has no partitions for.',
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
