import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Opened, open } from '../adapter/duckdb.ts';
import type { FileTexts } from '../project/folder.ts';
import { buildFiles, statuses } from './build-files.ts';

let warehouse: Opened;
beforeEach(async () => {
  warehouse = await open();
});
afterEach(() => warehouse.close());

const project = (config: string): FileTexts => ({
  'models/s.yml': 'sources: [{name: raw, schema: main, tables: [{name: orders}]}]',
  'snapshots/snap.sql': `{% snapshot snap %}{{ config(target_schema='history', ${config}) }}
select * from {{ source('raw', 'orders') }}
{% endsnapshot %}`,
});

/** `id|name|status|day`, the day of 2020 being the moment of the last update. */
const orders = (rows: readonly string[], more = ''): string => {
  const values = rows
    .map(row => row.split('|'))
    .map(([id, name, status, day]) => {
      return `select ${id} as id, '${name}' as name, nullif('${status}', '') as status, timestamp '2020-01-01' + ${day} * interval 1 day as moved${more}`;
    });
  return `create or replace table orders as ${values.join(' union all ')}`;
};

const first = ['1|a|new|0', '2|b|new|0', '3|c||0'];
const second = ['1|a|paid|1', '3|c|x|2', '4|d|new|1'];
const third = ['1|a|paid|1', '2|b|back|31', '4|d||32'];

/** The snapshot after each of the given states of the table. */
async function run(config: string, ...states: readonly string[]): Promise<void> {
  for (const state of states) {
    await warehouse.run(state);
    const results = await buildFiles(warehouse, project(config));
    expect(results.get('snap')).toMatchObject({ status: 'success', diagnostics: [] });
  }
}

/** A version as `id status from-to`; moments of today are `now`. */
async function versions(extra = ''): Promise<readonly string[]> {
  const moment = (name: string): string =>
    `case when ${name} is null then '' when ${name} between timestamp '2025-01-01' and timestamp '2200-01-01' then 'now' else strftime(${name}, '%m-%d') end`;
  const rows = await warehouse.rows(
    `select id || ' ' || coalesce(status, 'null') || ' ' || ${moment('dbt_valid_from')} || '/' || ${moment('dbt_valid_to')} ${extra}
    from history.snap order by id, dbt_valid_from, dbt_valid_to`,
  );
  return rows.map(([text]) => String(text));
}

const timestamp = "unique_key='id', strategy='timestamp', updated_at='moved'";

test('the first run gives each row its first version, with the columns and ids that dbt gives', async () => {
  await run(timestamp, orders(first));
  expect(await warehouse.rows('select * from history.snap where id = 1')).toEqual([
    [
      ...[1, 'a', 'new', '2020-01-01T00:00:00', '1594ed15a40582bdbe0bc8e1fcc6b1f5'],
      ...['2020-01-01T00:00:00', '2020-01-01T00:00:00', null],
    ],
  ]);
  const { columns } = await warehouse.query('select * from history.snap');
  expect(columns.slice(4).map(column => `${column.name} ${column.nativeType}`)).toEqual([
    'dbt_scd_id VARCHAR',
    'dbt_updated_at TIMESTAMP',
    'dbt_valid_from TIMESTAMP',
    'dbt_valid_to TIMESTAMP',
  ]);
});

test('the query is read once, keys and all', async () => {
  await warehouse.run('create sequence reads');
  const files = project(timestamp);
  const text = String(files['snapshots/snap.sql']).replace('select *', "select nextval('reads') as read, *");
  for (const [state, read] of [
    [orders(first), 3],
    [orders(second), 6],
  ] as const) {
    await warehouse.run(state);
    const results = await buildFiles(warehouse, { ...files, 'snapshots/snap.sql': text });
    expect(results.get('snap')).toMatchObject({ status: 'success' });
    expect(await warehouse.rows("select currval('reads')")).toEqual([[read]]);
  }
});

describe('later runs', () => {
  const three = [orders(first), orders(second), orders(third)];
  const changes = ['1 new 01-01/01-02', '1 paid 01-02/'];
  test.each<[string, string, readonly string[]]>([
    [
      'by time',
      timestamp,
      [
        ...changes,
        '2 new 01-01/02-01',
        '2 back 02-01/',
        '3 null 01-01/01-03',
        '3 x 01-03/',
        '4 new 01-02/02-02',
        '4 null 02-02/',
      ],
    ],
    [
      'by time, closing what is gone',
      `${timestamp}, hard_deletes='invalidate'`,
      [
        ...changes,
        '2 new 01-01/now',
        '2 back 02-01/',
        '3 null 01-01/01-03',
        '3 x 01-03/now',
        '4 new 01-02/02-02',
        '4 null 02-02/',
      ],
    ],
    [
      'by time, closing what is gone in the older spelling',
      `${timestamp}, invalidate_hard_deletes=true`,
      [
        ...changes,
        '2 new 01-01/now',
        '2 back 02-01/',
        '3 null 01-01/01-03',
        '3 x 01-03/now',
        '4 new 01-02/02-02',
        '4 null 02-02/',
      ],
    ],
    [
      'by the columns that are checked',
      "unique_key='id', strategy='check', check_cols=['status'], updated_at='moved'",
      [
        ...changes,
        '2 new 01-01/02-01',
        '2 back 02-01/',
        '3 null 01-01/01-03',
        '3 x 01-03/',
        '4 new 01-02/02-02',
        '4 null 02-02/',
      ],
    ],
    [
      'by all columns',
      "unique_key='id', strategy='check', check_cols='all'",
      [
        '1 new now/now',
        '1 paid now/',
        '2 new now/now',
        '2 back now/',
        '3 null now/now',
        '3 x now/',
        '4 new now/now',
        '4 null now/',
      ],
    ],
    [
      'with an end that is not null',
      `${timestamp}, dbt_valid_to_current="timestamp '2999-12-31'"`,
      [
        ...['1 new 01-01/01-02', '1 paid 01-02/12-31', '2 new 01-01/02-01', '2 back 02-01/12-31'],
        ...['3 null 01-01/01-03', '3 x 01-03/12-31', '4 new 01-02/02-02', '4 null 02-02/12-31'],
      ],
    ],
  ])('%s', async (_, config, expected) => {
    await run(config, ...three);
    expect(await versions()).toEqual(expected);
    expect(
      await warehouse.rows("select table_name from information_schema.tables where table_name like '%\\_\\_%' escape '\\'"),
    ).toEqual([]);
  });

  test('add a version that says that a row is gone', async () => {
    await run(`${timestamp}, hard_deletes='new_record'`, ...three);
    expect(await versions("|| ' ' || dbt_is_deleted")).toEqual([
      ...['1 new 01-01/01-02 False', '1 paid 01-02/ False'],
      ...['2 new 01-01/now False', '2 back 02-01/ False', '2 new now/02-01 True'],
      ...['3 null 01-01/01-03 False', '3 x 01-03/now False', '3 x now/ True'],
      ...['4 new 01-02/02-02 False', '4 null 02-02/ False'],
    ]);
  });

  test('change nothing when nothing changed', async () => {
    await run(`${timestamp}, hard_deletes='new_record'`, orders(first), orders(first));
    expect(await versions()).toEqual(['1 new 01-01/', '2 new 01-01/', '3 null 01-01/']);
  });

  test('add new columns, also while rows go', async () => {
    const config = "unique_key=['id', 'name'], strategy='check', check_cols='all', hard_deletes='invalidate'";
    await run(config, orders(first), orders(second, ', 7 as more, \'x\' as "And More"'));
    expect(await versions("|| ' ' || coalesce(more::varchar, '-') || coalesce(\"And More\", '-')")).toEqual([
      ...['1 new now/now --', '1 paid now/ 7x', '2 new now/now --', '3 null now/now --', '3 x now/ 7x', '4 new now/ 7x'],
    ]);
  });

  test('go on when a column is gone', async () => {
    await run(timestamp, orders(first, ', 1 as old'), orders(second));
    expect(await versions("|| ' ' || coalesce(old::varchar, '-')")).toContain('1 paid 01-02/ -');
  });
});

test('the added columns can have other names', async () => {
  const names = "{'dbt_valid_from': 'starts', 'dbt_valid_to': 'ends', 'dbt_scd_id': 'version', 'dbt_is_deleted': 'gone'}";
  await run(`${timestamp}, hard_deletes='new_record', snapshot_meta_column_names=${names}`, orders(first), orders(second));
  const { columns, rows } = await warehouse.query('select * from history.snap');
  expect(columns.map(column => column.name).slice(4)).toEqual(['version', 'dbt_updated_at', 'starts', 'ends', 'gone']);
  expect(rows).toHaveLength(7);
});

test('models read it, tests test it, hooks run around it; a project may have a strategy of its own', async () => {
  await warehouse.run(orders(first));
  const files: FileTexts = {
    'models/s.yml': 'sources: [{name: raw, schema: main, tables: [{name: orders}]}]',
    'models/now.sql': "select * from {{ ref('snap') }} where dbt_valid_to is null",
    'snapshots/s.yml': `snapshots:
  - name: snap
    relation: source('raw', 'orders')
    config: {schema: history, strategy: louder, unique_key: id, post_hook: "create table hooked as select count(*) as n from {{ this }}"}
    columns: [{name: id, data_tests: [unique]}]`,
    'macros/louder.sql': `{% macro snapshot_louder_strategy(node, old, new, config, target_exists) %}
      {{ return({'unique_key': config.unique_key, 'updated_at': 'moved', 'row_changed': old ~ '.status > ' ~ new ~ '.status',
        'scd_id': "id || '!'", 'hard_deletes': 'ignore'}) }}
    {% endmacro %}`,
  };
  const results = await buildFiles(warehouse, files);
  expect(statuses(results)).toMatchObject({ snap: 'success', now: 'success' });
  expect(new Set(Object.values(statuses(results)))).toEqual(new Set(['success', 'pass']));
  expect(await warehouse.rows('select dbt_scd_id from main.now order by 1')).toEqual([['1!'], ['2!'], ['3!']]);
  expect(await warehouse.rows('select n from hooked')).toEqual([[3]]);
});

describe('what cannot be', () => {
  test.each<[string, string, string]>([
    [
      'an unknown way with rows that are gone',
      `${timestamp}, hard_deletes='forget'`,
      '`snap` sets `hard_deletes` to `forget`; it must be one of `ignore`, `invalidate`, `new_record`.',
    ],
    [
      'an unknown strategy',
      "unique_key='id', strategy='guess'",
      'There is no snapshot strategy `guess`: no macro `snapshot_guess_strategy`.',
    ],
  ])('%s', async (_, config, text) => {
    await warehouse.run(orders(first));
    const results = await buildFiles(warehouse, project(config));
    expect(results.get('snap')).toMatchObject({ status: 'error', diagnostics: [{ text }] });
  });

  test('a table that is no snapshot is left as it is', async () => {
    await warehouse.run(orders(first));
    await warehouse.run('create schema history; create table history.snap as select 1 as id');
    const results = await buildFiles(warehouse, project(timestamp));
    expect(results.get('snap')?.diagnostics).toMatchObject([{ code: 'run-snapshot-columns' }]);
    await warehouse.run('drop table history.snap; create view history.snap as select 1 as id');
    expect((await buildFiles(warehouse, project(timestamp))).get('snap')?.diagnostics).toMatchObject([
      { code: 'run-snapshot-kind' },
    ]);
    expect(await warehouse.rows('select * from history.snap')).toEqual([[1]]);
  });
});
