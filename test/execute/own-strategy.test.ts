import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Opened, open } from '../adapter/duckdb.ts';
import type { FileTexts } from '../project/folder.ts';
import { buildFiles, statuses } from './build-files.ts';

let warehouse: Opened;
beforeEach(async () => {
  warehouse = await open();
});
afterEach(() => warehouse.close());

const model = (config: string): FileTexts => ({
  'models/it.sql': `{{ config(materialized='incremental', unique_key='id', ${config}) }}
{% if is_incremental() %}select 2 as id, 'new' as made, 5 as extra{% else %}select 1 as id, 'old' as made{% endif %}`,
});

async function twice(files: FileTexts): Promise<void> {
  for (const _ of ['first', 'second'])
    expect([...(await buildFiles(warehouse, files)).values()]).toMatchObject([{ status: 'success', diagnostics: [] }]);
}

const marked = (by: string): string =>
  `insert into {{ arg_dict.target_relation }} (id, made) select id, '${by}' from {{ arg_dict.temp_relation }}`;

test.each<[string, string, FileTexts, string]>([
  [
    'a new strategy',
    "incremental_strategy='mine'",
    { 'macros/m.sql': `{% macro get_incremental_mine_sql(arg_dict) %}${marked('mine')}{% endmacro %}` },
    'mine',
  ],
  [
    'a strategy of a package',
    "incremental_strategy='keep+add'",
    {
      'dbt_packages/pkg/dbt_project.yml': 'name: pkg\n',
      'dbt_packages/pkg/macros/m.sql': `{% macro get_incremental_keep_add_sql(arg_dict) %}${marked('pkg')}{% endmacro %}`,
      'macros/m.sql':
        '{% macro get_incremental_keep_add_sql(arg_dict) %}{{ return(pkg.get_incremental_keep_add_sql(arg_dict)) }}{% endmacro %}',
    },
    'pkg',
  ],
  [
    'a built-in one that the project replaces',
    "incremental_strategy='append'",
    { 'macros/m.sql': `{% macro get_incremental_append_sql(arg_dict) %}${marked('append')}{% endmacro %}` },
    'append',
  ],
  [
    'one for this warehouse',
    "incremental_strategy='merge'",
    { 'macros/m.sql': `{% macro duckdb__get_incremental_merge_sql(arg_dict) %}${marked('duckdb')}{% endmacro %}` },
    'duckdb',
  ],
  [
    'what a built-in one calls',
    '',
    {
      'macros/m.sql': `{% macro get_delete_insert_merge_sql(target, source, unique_key, dest_columns, incremental_predicates) %}
insert into {{ target }} ({{ dest_columns | map(attribute='name') | join(', ') }}) select id, '{{ unique_key }}' from {{ source }}{% endmacro %}`,
    },
    'id',
  ],
  [
    'the default',
    '',
    { 'macros/m.sql': `{% macro get_incremental_default_sql(arg_dict) %}${marked('default')}{% endmacro %}` },
    'default',
  ],
])('%s', async (_, config, files, by) => {
  await twice({ ...model(config), ...files });
  expect(await warehouse.rows('select id, made from main.it order by id')).toEqual([
    [1, 'old'],
    [2, by],
  ]);
});

test('the columns that it is told are those of the table, with what `on_schema_change` adds', async () => {
  const macro = `{% macro get_incremental_mine_sql(arg_dict) %}
insert into {{ arg_dict.target_relation }} ({{ get_quoted_csv(arg_dict.dest_columns | map(attribute='name')) }})
select {{ arg_dict.dest_columns | map(attribute='quoted') | join(', ') }} from {{ arg_dict.temp_relation }}{% endmacro %}`;
  const config = "incremental_strategy='mine', on_schema_change='append_new_columns'";
  await twice({ ...model(config), 'macros/m.sql': macro });
  expect(await warehouse.rows('select * from main.it order by id')).toEqual([
    [1, 'old', null],
    [2, 'new', 5],
  ]);
});

test('a statement of it that fails takes the others back', async () => {
  const macro = `{% macro get_incremental_mine_sql(arg_dict) %}delete from {{ this }}; select error('no'){% endmacro %}`;
  const files = { ...model("incremental_strategy='mine'"), 'macros/m.sql': macro };
  await buildFiles(warehouse, files);
  expect(statuses(await buildFiles(warehouse, files))).toEqual({ it: 'error' });
  expect(await warehouse.rows('select * from main.it')).toEqual([[1, 'old']]);
});
