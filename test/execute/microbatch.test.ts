import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EarlierBatches } from '../../src/execute/run-deps.ts';
import type { NodeId } from '../../src/manifest/id.ts';
import { momentOf } from '../../src/sql/moment.ts';
import { type Opened, open } from '../adapter/duckdb.ts';
import type { FileTexts } from '../project/folder.ts';
import { buildFiles, type FilesBuild } from './build-files.ts';

let warehouse: Opened;
beforeEach(async () => {
  warehouse = await open();
  await warehouse.run(
    "create table events as select * from (values (1, timestamp '2024-01-01 05:00'), (2, timestamp '2024-01-02 06:00'), (3, timestamp '2024-01-03 07:00'), (4, timestamp '2024-01-04 00:00')) t(id, ts)",
  );
});
afterEach(() => warehouse.close());

const files = (config = '', sql = ''): FileTexts => ({
  'models/m.yml': 'sources: [{name: raw, schema: main, tables: [{name: events, config: {event_time: ts}}]}]',
  'models/m.sql': `{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='ts', begin='2024-01-01', batch_size='day'${config}) }}
select id, ts, '{{ model.batch.id }} {{ model.batch.event_time_start }} {{ is_incremental() }}' as batch, (select count(*) from {{ source('raw', 'events').render() }}) as everything
from {{ source('raw', 'events') }}${sql}`,
});
const window = (start: string, end: string) => ({ start: momentOf(start) as Date, end: momentOf(end) as Date });
const four = { window: window('2024-01-01', '2024-01-05') };
const build = async (given: FileTexts, options: FilesBuild = {}) => (await buildFiles(warehouse, given, options)).get('m');
const ids = async () => (await warehouse.rows('select id from main.m order by id')).flat();

test('each batch reads its own span, and the first one makes the table', async () => {
  expect(await build(files(), four)).toMatchObject({
    status: 'success',
    message: 'SUCCESS',
    adapterResponse: { rows_affected: 4 },
    batches: {
      successful: ['01', '02', '03', '04'].map((day, at) => [
        `2024-01-${day}T00:00:00+00:00`,
        `2024-01-0${at + 2}T00:00:00+00:00`,
      ]),
      failed: [],
    },
  });
  expect(await warehouse.rows('select * exclude (ts) from main.m order by id')).toEqual([
    [1, '20240101 2024-01-01 00:00:00+00:00 False', 4],
    [2, '20240102 2024-01-02 00:00:00+00:00 True', 4],
    [3, '20240103 2024-01-03 00:00:00+00:00 True', 4],
    [4, '20240104 2024-01-04 00:00:00+00:00 True', 4],
  ]);
});

test('a batch that is built again replaces its rows and no others', async () => {
  await build(files(), four);
  await warehouse.run("update events set id = id + 10; insert into main.m select 99, timestamp '2024-01-03 23:59:59', '', 0");
  await build(files(), { window: window('2024-01-02', '2024-01-04') });
  expect(await ids()).toEqual([1, 4, 12, 13]);
});

test('without a span all batches are due from the first, then those of late', async () => {
  await warehouse.run('insert into events values (5, now()::timestamp), (6, now()::timestamp - interval 1 day)');
  const given = files().valueOf() as FileTexts;
  const monthly = {
    ...given,
    'models/m.sql': String(given['models/m.sql']).replace("batch_size='day'", "batch_size='year', lookback=0"),
  };
  expect((await build(monthly))?.batches?.successful.length).toBeGreaterThan(1);
  expect(await ids()).toEqual([1, 2, 3, 4, 5, 6]);
  const again = await build(monthly);
  expect(again?.batches?.successful).toHaveLength(1);
});

test('a batch that fails leaves the others, and a later run may do it alone', async () => {
  const failing = files('', " where id <> 3 or error('no')");
  expect(await build(failing, four)).toMatchObject({
    status: 'partial success',
    message: 'PARTIAL SUCCESS (3/4)',
    batches: { failed: [['2024-01-03T00:00:00+00:00', '2024-01-04T00:00:00+00:00']] },
    diagnostics: [{ code: 'run-statement-failed' }],
  });
  expect(await ids()).toEqual([1, 2, 4]);
  const span = window('2024-01-03', '2024-01-04');
  const earlier: EarlierBatches = { successful: [], failed: [[span.start, span.end]] };
  const batches = new Map([['model.shop.m' as NodeId, earlier]]);
  expect(await build(files(), { batches })).toMatchObject({ status: 'success' });
  expect(await ids()).toEqual([1, 2, 3, 4]);
});

test('where the first batch cannot make the table, no other starts', async () => {
  const result = await build(files('', " where id <> 1 or error('no')"), four);
  expect(result).toMatchObject({
    status: 'error',
    batches: { successful: [], failed: { length: 4 } },
    diagnostics: { length: 1 },
  });
});

test('a full refresh starts over once', async () => {
  await build(files(), four);
  await warehouse.run("insert into main.m select 99, timestamp '2020-01-01', '', 0");
  await build(files(), { ...four, refresh: 'full' });
  expect(await ids()).toEqual([1, 2, 3, 4]);
});

test('hooks stand before the first batch and after the last', async () => {
  await warehouse.run('create table said (what varchar)');
  const hooks =
    ', pre_hook="insert into said values (\'pre {{ model.batch.id }}\')", post_hook="insert into said values (\'post {{ model.batch.id }}\')"';
  expect(await build(files(hooks), four)).toMatchObject({ status: 'success' });
  expect((await warehouse.rows('from said')).flat()).toEqual(['pre 20240101', 'post 20240104']);
});

test('a block of the project that builds the batches is given the hooks at the same places', async () => {
  await warehouse.run('create table said (what varchar)');
  const block = `{% materialization incremental, default %}
  {% do run_hooks(pre_hooks) %}
  {% call statement('main') %}create or replace table {{ this }} as {{ sql }}{% endcall %}
  {% do run_query("insert into said values ('" ~ model.batch.id ~ ' ' ~ pre_hooks | length ~ ' ' ~ post_hooks | length ~ "')") %}
  {% do run_hooks(post_hooks) %}
  {{ return({'relations': [this]}) }}
{% endmaterialization %}`;
  const hooks = ', pre_hook="insert into said values (\'pre\')", post_hook="insert into said values (\'post\')"';
  const given = { ...files(hooks), 'macros/m.sql': block };
  expect(await build(given, { window: window('2024-01-01', '2024-01-04') })).toMatchObject({ status: 'success' });
  expect((await warehouse.rows('from said')).flat()).toEqual(['pre', '20240101 1 0', '20240102 0 0', '20240103 0 1', 'post']);
});

test.each(['true', 'none', 'false'])('many batches at once, as `concurrent_batches` is %s', async concurrent => {
  await warehouse.run(
    "create or replace table events as select range as id, timestamp '2024-01-01' + interval (range) hour as ts from range(960)",
  );
  const given = files(`, concurrent_batches=${concurrent}`);
  const forty = { window: window('2024-01-01', '2024-02-10'), threads: 4 };
  for (const _ of ['first', 'again']) {
    expect(await build(given, forty)).toMatchObject({ status: 'success', batches: { successful: { length: 40 } } });
    expect(await warehouse.rows('select count(*), count(distinct id) from main.m')).toEqual([[960, 960]]);
  }
});

test("a project's macro may write what a batch does", async () => {
  const macro = `{% macro get_incremental_microbatch_sql(arg_dict) %}insert into {{ this }} select id + 100, ts, batch, everything from {{ arg_dict.temp_relation }}{% endmacro %}`;
  await build({ ...files(), 'macros/m.sql': macro }, { window: window('2024-01-01', '2024-01-03') });
  expect(await ids()).toEqual([1, 102]);
});

test('a strategy of the project needs the spans of its batches all the same', async () => {
  const macro = '{% macro get_incremental_microbatch_sql(arg_dict) %}select 1{% endmacro %}';
  const sql = String(files()['models/m.sql']).replace(", begin='2024-01-01'", '');
  const message = 'The microbatch model `m` does not set `begin`.';
  expect(await build({ ...files(), 'models/m.sql': sql, 'macros/m.sql': macro })).toMatchObject({ status: 'error', message });
});
