import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Opened, open } from '../adapter/duckdb.ts';
import type { FileTexts } from '../project/folder.ts';
import { buildFiles, statuses } from './build-files.ts';

let warehouse: Opened;
beforeEach(async () => {
  warehouse = await open();
});
afterEach(() => warehouse.close());

/** A block that makes a table with a column `by` that says which block it was. */
const block = (name: string, by: string, adapter = 'default'): string =>
  `{% materialization ${name}, ${adapter === 'default' ? 'default' : `adapter='${adapter}'`} %}
  {% call statement('main') %}create or replace table {{ this }} as select '${by}' as maker, * from ({{ sql }}){% endcall %}
  {{ return({'relations': [this.incorporate(type='table')]}) }}
{% endmaterialization %}`;

const model = (materialized: string, more = ''): string => `{{ config(materialized='${materialized}'${more}) }}select 1 as n`;
const inPackage = (name: string, macros: string): FileTexts => ({
  [`dbt_packages/${name}/dbt_project.yml`]: `name: ${name}\n`,
  [`dbt_packages/${name}/macros/m.sql`]: macros,
});

async function built(files: FileTexts, name = 'm'): Promise<unknown> {
  const results = await buildFiles(warehouse, files);
  expect(results.get(name)).toMatchObject({ status: 'success', diagnostics: [] });
  return (await warehouse.rows(`select maker from main.${name}`))[0]?.[0];
}

describe('which block runs', () => {
  test.each<[string, FileTexts, string]>([
    ["the project's own", { 'macros/m.sql': block('mine', 'root') }, 'root'],
    ["a package's", inPackage('pkg', block('mine', 'pkg')), 'pkg'],
    [
      "the project's before a package's",
      { 'macros/m.sql': block('mine', 'root'), ...inPackage('pkg', block('mine', 'pkg')) },
      'root',
    ],
    [
      "a package's for the adapter before the project's for all",
      { 'macros/m.sql': block('mine', 'root'), ...inPackage('pkg', block('mine', 'pkg', 'duckdb')) },
      'pkg',
    ],
    ['none for another adapter', { 'macros/m.sql': block('mine', 'all') + block('mine', 'other', 'postgres') }, 'all'],
  ])('%s', async (_, files, by) => {
    expect(await built({ ...files, 'models/m.sql': model('mine') })).toBe(by);
  });

  test('the project may replace a built-in one', async () => {
    expect(await built({ 'models/m.sql': model('table'), 'macros/m.sql': block('table', 'root') })).toBe('root');
  });

  test('a package may not', async () => {
    await buildFiles(warehouse, { 'models/m.sql': model('table'), ...inPackage('pkg', block('table', 'pkg', 'duckdb')) });
    expect(await warehouse.rows('select * from main.m')).toEqual([[1]]);
  });
});

test('a block sees what dbt shows it, and runs the hooks itself', async () => {
  const macros = `{% materialization seen, default %}
  {{ run_hooks(pre_hooks, inside_transaction=False) }}{{ run_hooks(pre_hooks) }}
  {% set old = load_cached_relation(this) %}
  {% call statement('main', fetch_result=true) %}
    create or replace table {{ this }} as select '{{ sql | trim }}' as a, '{{ compiled_code == sql }}' as b,
      '{{ model.compiled_code == sql }}' as c, '{{ old }}' as d, '{{ config.get('shade') }}' as e, '{{ model.name }}' as f
  {% endcall %}
  {% do adapter.commit() %}
  {% do persist_docs(this, model) %}
  {{ run_hooks(post_hooks) }}{{ run_hooks(post_hooks, inside_transaction=False) }}
  {{ return({'relations': [this.incorporate(type='table')]}) }}
{% endmaterialization %}`;
  const hooks = `, shade='red', pre_hook=['create table if not exists log (what varchar)', {'sql': "insert into log values ('before')", 'transaction': false}], post_hook="insert into log select a from {{ this }}"`;
  const files = { 'macros/m.sql': macros, 'models/m.sql': model('seen', hooks).replace('pre_hook=[', 'pre_hook=[') };
  await warehouse.run('create table log (what varchar)');
  const results = await buildFiles(warehouse, files);
  expect(results.get('m')).toMatchObject({ status: 'success', message: 'OK', compiled: true, diagnostics: [] });
  expect(await warehouse.rows('select * from main.m')).toEqual([['select 1 as n', 'True', 'True', 'None', 'red', 'm']]);
  expect(await warehouse.rows('select * from log')).toEqual([['before'], ['select 1 as n']]);
  await buildFiles(warehouse, files);
  expect(await warehouse.rows('select d from main.m')).toEqual([['"memory"."main"."m"']]);
});

/** Built beside, then moved in, as adapters without `create or replace` do it. */
const moving = `{% materialization moving, default %}
  {% set existing = load_cached_relation(this) %}
  {% set target_relation = this.incorporate(type='table') %}
  {% set aside = make_intermediate_relation(target_relation) %}
  {% set backup = make_backup_relation(target_relation, 'table') %}
  {% do drop_relation_if_exists(load_cached_relation(aside)) %}
  {% do drop_relation_if_exists(load_cached_relation(backup)) %}
  {% call statement('main') %}{{ get_create_table_as_sql(False, aside, sql) }}{% endcall %}
  {% if existing %}{% do adapter.rename_relation(existing, backup) %}{% endif %}
  {% do adapter.rename_relation(aside, target_relation) %}
  {% if config.get('breaks') %}{% do run_query('select * from nowhere') %}{% endif %}
  {% do adapter.commit() %}
  {% do drop_relation_if_exists(backup) %}
  {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}`;
const relations = () => warehouse.rows("select table_name from information_schema.tables where table_schema = 'main' order by 1");

test('a block that builds aside and renames; what comes later sees the result', async () => {
  const files = {
    'macros/m.sql': moving,
    'models/m.sql': model('moving'),
    'models/after.sql':
      "{{ config(materialized='table') }}select '{{ load_relation(ref('m')).type }}' as type, n from {{ ref('m') }}",
  };
  for (const _ of [1, 2]) expect(statuses(await buildFiles(warehouse, files))).toEqual({ m: 'success', after: 'success' });
  expect(await warehouse.rows('select * from main.after')).toEqual([['table', 1]]);
  expect(await relations()).toEqual([['after'], ['m']]);
});

test('a block that fails leaves what was there', async () => {
  const files = { 'macros/m.sql': moving, 'models/m.sql': model('moving') };
  await buildFiles(warehouse, files);
  const results = await buildFiles(warehouse, { ...files, 'models/m.sql': `${model('moving', ', breaks=true')} + 1 as n` });
  expect(results.get('m')).toMatchObject({ status: 'error', diagnostics: [{ code: 'run-statement-failed' }] });
  expect(await warehouse.rows('select * from main.m')).toEqual([[1]]);
  expect(await relations()).toEqual([['m']]);
});

test('the kind that a block changed is known to the next build', async () => {
  const files = { 'macros/m.sql': block('mine', 'root'), 'models/m.sql': model('mine') };
  await buildFiles(warehouse, { 'models/m.sql': model('view') });
  await warehouse.run('drop view main.m');
  await buildFiles(warehouse, files);
  expect(statuses(await buildFiles(warehouse, { 'models/m.sql': model('view') }))).toEqual({ m: 'success' });
});

test('a block that does not return what it built', async () => {
  const macros = "{% materialization mine, default %}{% call statement('main') %}select 1{% endcall %}{% endmaterialization %}";
  const results = await buildFiles(warehouse, { 'macros/m.sql': macros, 'models/m.sql': model('mine') });
  expect(results.get('m')?.diagnostics).toMatchObject([
    { code: 'run-materialization-relations', hint: "End it with `{{ return({'relations': [this]}) }}`." },
  ]);
});

test("the place of a mistake in a block is told, and of one in the model's own SQL", async () => {
  const macros = `{% materialization mine, default %}\n  {{ this.nothing.more }}\n{% endmaterialization %}${block('other', 'root')}`;
  const results = await buildFiles(warehouse, {
    'macros/m.sql': macros,
    'models/m.sql': model('mine'),
    'models/o.sql': `${model('other')},\n  nope as x`,
  });
  expect(results.get('m')?.diagnostics).toMatchObject([{ code: 'template-undefined', span: { file: 'macros/m.sql', line: 2 } }]);
  expect(results.get('o')?.diagnostics).toMatchObject([
    { code: 'run-statement-failed', span: { file: 'models/o.sql', line: 2 } },
  ]);
});
