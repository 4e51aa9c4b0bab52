import { expect, it } from 'vitest';
import { openFiles } from './open.ts';

const callsOf = async (text: string): Promise<readonly string[] | undefined> => {
  const opened = await openFiles({
    'macros/m.sql': `{% macro default__other(a) %}{% endmacro %}{% macro m() %}${text}{% endmacro %}`,
    'dbt_packages/tools/dbt_project.yml': 'name: tools',
    'dbt_packages/tools/macros/t.sql': '{% macro tool() %}{% endmacro %}{% macro duckdb__other(a) %}{% endmacro %}',
  });
  return [...opened.manifest.macros.values()].find(macro => macro.name === 'm')?.depends_on.macros;
};

it.each([
  ['{{ run_query("x") }} {{ dbt.concat(["a"]) }}', ['macro.dbt.run_query', 'macro.dbt.concat']],
  ['{{ tools.tool() | trim }}{{ ref("x") }}{{ nothing() }}', ['macro.tools.tool']],
  ["{{ adapter.dispatch('other')(m()) }}", ['macro.shop.default__other', 'macro.shop.m']],
  ["{{ adapter.dispatch('concat', 'dbt')(m()) }}", ['macro.dbt.default__concat', 'macro.dbt.concat', 'macro.shop.m']],
  ["{{ adapter.dispatch('other', 'tools')(1) }}", ['macro.shop.default__other']],
  ['{% call statement("a") %}{% set x = zip(m()) %}{% endcall %}', ['macro.dbt.statement', 'macro.shop.m']],
])('%s calls %s', async (text, calls) => {
  expect(await callsOf(text)).toEqual(calls);
});

it('what a macro strips around itself belongs to its text', async () => {
  const { manifest } = await openFiles({
    'macros/m.sql':
      '\n{%- macro a() -%} 1 {%- endmacro -%}\n\n{%- macro b() -%} 2 {%- endmacro %}\n{% macro c() %}{% endmacro %}\n',
  });
  const texts = [...manifest.macros.values()].filter(one => one.package_name === 'shop').map(one => one.macro_sql);
  expect(texts).toEqual([
    '{%- macro a() -%} 1 {%- endmacro -%}\n\n',
    '{%- macro b() -%} 2 {%- endmacro %}',
    '{% macro c() %}{% endmacro %}',
  ]);
});

it('tests of what is not there are left out, and listed', async () => {
  const { manifest } = await openFiles({
    'models/a.sql': '{{ config(enabled=false) }} select 1 as id',
    'models/b.sql': 'select 1 as id',
    'models/m.yml': `models:
  - {name: a, columns: [{name: id, data_tests: [unique]}]}
  - {name: b, columns: [{name: id, data_tests: [{relationships: {arguments: {to: ref('a'), field: id}}}]}]}`.replace(
      "to: ref('a')",
      'to: "ref(\'a\')"',
    ),
  });
  expect([...manifest.leftOut.values()].map(test => [test.name, test.config.enabled, test.depends_on.nodes])).toEqual([
    ['unique_a_id', false, []],
    ['relationships_b_id__id__ref_a_', false, ['model.shop.b']],
  ]);
  expect([...manifest.nodes.keys()]).toEqual(['model.shop.b']);
});
