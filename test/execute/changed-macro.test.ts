import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Opened, open } from '../adapter/duckdb.ts';
import { buildFiles, statuses } from './build-files.ts';

let warehouse: Opened;
beforeEach(async () => {
  warehouse = await open();
});
afterEach(() => warehouse.close());

const rows = (name: string): Promise<unknown> => warehouse.rows(`select * from main.${name} order by all`);
const createdBy = (who: string): string =>
  `{% macro duckdb__create_table_as(temporary, relation, compiled_code, language='sql') %}create {{ 'temporary ' if temporary }}table {{ relation.include(database=not temporary, schema=not temporary) }} as select *, '${who}' as maker from ({{ compiled_code }}){% endmacro %}`;

describe('a project that overrides what a built-in materialization is built from', () => {
  test('how tables are created', async () => {
    const files = { 'models/m.sql': "{{ config(materialized='table') }}select 1 as n", 'macros/m.sql': createdBy('root') };
    for (const _ of [1, 2]) {
      expect(statuses(await buildFiles(warehouse, files))).toEqual({ m: 'success' });
      expect(await rows('m')).toEqual([[1, 'root']]);
    }
  });

  test('how views are created, a table being there, and hooks around it', async () => {
    await warehouse.rows('create table main.m as select 0 as old');
    await warehouse.rows('create table main.hooked (n integer)');
    const files = {
      'models/m.sql': `{{ config(pre_hook='insert into main.hooked values (1)', post_hook='insert into main.hooked values (2)') }}select 1 as n`,
      'macros/m.sql':
        "{% macro create_view_as(relation, sql) %}create view {{ relation }} as select *, 'v' as maker from ({{ sql }}){% endmacro %}",
    };
    expect(statuses(await buildFiles(warehouse, files))).toEqual({ m: 'success' });
    expect(await rows('m')).toEqual([[1, 'v']]);
    expect(await rows('hooked')).toEqual([[1], [2]]);
    expect(
      await warehouse.rows("select table_name from information_schema.tables where table_name like 'm\\_\\_%' escape '\\'"),
    ).toEqual([]);
  });

  test('an incremental model adds rows to the table that it has', async () => {
    const files = {
      'models/m.sql':
        "{{ config(materialized='incremental', unique_key='n') }}select {{ 2 if is_incremental() else 1 }} as n union all select 3",
      'macros/m.sql': createdBy('root'),
    };
    await buildFiles(warehouse, files);
    expect(statuses(await buildFiles(warehouse, files))).toEqual({ m: 'success' });
    expect(await rows('m')).toEqual([
      [1, 'root'],
      [2, 'root'],
      [3, 'root'],
    ]);
  });

  test('macros that no materialization calls change nothing', async () => {
    const files = {
      'models/m.sql': "{{ config(materialized='table') }}select 1 as n",
      'macros/m.sql':
        '{% macro default__hash(field) %}x{% endmacro %}{% macro generate_alias_name(custom_alias_name, node) %}o{% endmacro %}',
    };
    expect(statuses(await buildFiles(warehouse, files))).toEqual({ m: 'success' });
    expect(await rows('o')).toEqual([[1]]);
  });
});

describe('a block of the project for a built-in name', () => {
  test('may go on with the built-in block', async () => {
    const files = {
      'models/m.sql': "{{ config(materialized='table') }}select 1 as n",
      'macros/m.sql': `{% materialization table, default %}
        {% set result = dbt.materialization_table_default() %}{% do run_query('create table main.noted as select 7 as n') %}{{ return(result) }}
        {% endmaterialization %}`,
    };
    expect(statuses(await buildFiles(warehouse, files))).toEqual({ m: 'success' });
    expect(await rows('m')).toEqual([[1]]);
    expect(await rows('noted')).toEqual([[7]]);
  });

  test('runs data tests, and their row decides', async () => {
    const files = {
      'models/m.sql': "{{ config(materialized='table') }}select 1 as n",
      'tests/good.sql': "select * from {{ ref('m') }} where n > 1",
      'tests/bad.sql': "select * from {{ ref('m') }}",
      'tests/mild.sql': "{{ config(severity='warn') }}select * from {{ ref('m') }}",
      'tests/kept.sql': "{{ config(store_failures=true, schema='kept') }}select * from {{ ref('m') }}",
      'macros/m.sql': `{% macro around(run) %}{% do run_query('create table if not exists main.seen (name text)') %}{% set result = run() %}
        {% do run_query("insert into main.seen values ('" ~ model.name ~ "')") %}{{ return(result) }}{% endmacro %}
        {% materialization test, default %}{{ return(around(dbt.materialization_test_default.call_macro)) }}{% endmaterialization %}`,
    };
    const results = await buildFiles(warehouse, files);
    expect(statuses(results)).toEqual({ m: 'success', good: 'pass', bad: 'fail', mild: 'warn', kept: 'fail' });
    expect(results.get('bad')).toMatchObject({ failures: 1, message: 'Got 1 result, configured to fail if != 0' });
    expect(await rows('seen')).toEqual([['bad'], ['good'], ['kept'], ['mild']]);
    expect(await warehouse.rows('select * from main_kept.kept')).toEqual([[1]]);
  });

  test('a package may bring one where the project allows it', async () => {
    const block = `{% materialization table, default %}{% call statement('main') %}create or replace table {{ this }} as select 'pkg' as n{% endcall %}{{ return({'relations': [this]}) }}{% endmaterialization %}`;
    const files = {
      'dbt_project.yml': 'name: shop\nflags: {require_explicit_package_overrides_for_builtin_materializations: false}\n',
      'models/m.sql': "{{ config(materialized='table') }}select 1 as n",
      'dbt_packages/pkg/dbt_project.yml': 'name: pkg\n',
      'dbt_packages/pkg/macros/m.sql': block,
    };
    expect(statuses(await buildFiles(warehouse, files))).toEqual({ m: 'success' });
    expect(await rows('m')).toEqual([['pkg']]);
  });
});
