import { describe, expect, it } from 'vitest';
import { compiled, openFiles } from '../parse/open.ts';
import type { FileTexts } from '../project/folder.ts';

/** What a template in a model renders to. */
async function render(template: string, files: FileTexts = {}): Promise<string> {
  const opened = await openFiles({ 'models/m.sql': template, ...files });
  expect(opened.diagnostics).toEqual([]);
  return (await compiled(opened, 'm')).sql.trim();
}

const relation = "{% set r = api.Relation.create(database='db', schema='s', identifier='t', type='view') %}";
const column = "{% set c = api.Column('n', 'decimal', none, 10, 2) %}";

describe('values', () => {
  it.each([
    [`${relation}{{ r }} {{ r.include(database=false) }} {{ r.quote(identifier=false) }}`, '"db"."s"."t" "s"."t" "db"."s".t'],
    [`${relation}{{ r.is_view }} {{ r.is_table }} {{ r.name }} {{ r.type }} {{ r is mapping }}`, 'True False t view True'],
    [
      `${relation}{{ r.incorporate(path={'identifier': 'u'}, type='table') }} {{ r.without_identifier() }}`,
      '"db"."s"."u" "db"."s"',
    ],
    [
      `${relation}{{ r.matches(identifier='T') }} {{ r.matches(schema='x') }} {{ r.information_schema('tables') }}`,
      'True False "db".INFORMATION_SCHEMA.tables',
    ],
    [
      `${relation}{{ r is mapping and r.get('metadata', {}).get('type', '').endswith('Relation') }} {{ r.path }} {{ r.to_dict().path }}`,
      "True Path(database='db', schema='s', identifier='t') {'database': 'db', 'schema': 's', 'identifier': 't'}",
    ],
    [
      `${relation}{{ r.incorporate(path={'schema': none}, quote_policy={'identifier': false}) }} {{ r.replace(type='table').type }}`,
      '"db".t table',
    ],
    [
      `${relation}{{ r.information_schema().replace(information_schema_view='X') }} {{ r.information_schema().schema }}`,
      '"db".INFORMATION_SCHEMA.X None',
    ],
    [
      `${relation}{{ r.incorporate(limit=0) }} {{ r.incorporate(limit=0).render() }}`,
      '(select * from "db"."s"."t" where false limit 0) "db"."s"."t"',
    ],
    ["{{ api.Relation.create_from(none, {'database': 'd', 'schema': 's', 'alias': 'a'}) }}", '"d"."s"."a"'],
    [
      "{{ api.Relation.create_ephemeral_from(none, {'name': 'a'}) }} {{ api.Relation.get_relation_type('view') }} {{ api.Relation.get_relation_type.View }}",
      '__dbt__cte__a view view',
    ],
    ["{{ ref('m').type }} {{ ref('m').is_table }}", 'None False'],
    [
      "{{ api.Column('a', 'VARCHAR').data_type }} {{ api.Column('a', 'DECIMAL(10,2)').is_numeric() }} {{ api.Column.from_description('a', 'numeric(10,2)').data_type }}",
      'character varying(256) False numeric(10,2)',
    ],
    [
      "{{ [api.Column('a', 'int')] }} {{ api.Column.create('a', 'string').dtype }} {{ api.Column('a', 'varchar', 5).can_expand_to(api.Column('b', 'varchar', 9)) }}",
      "[Column(column='a', dtype='int', char_size=None, numeric_precision=None, numeric_scale=None)] TEXT True",
    ],
    [`${relation}{{ r == api.Relation.create(database='db', schema='s', identifier='t') }} {{ {r: 1}[r] }}`, 'True 1'],
    [
      `${column}{{ c.name }} {{ c.data_type }} {{ c.is_numeric() }} {{ c.is_string() }} {{ c.quoted }}`,
      'n decimal(10,2) True False "n"',
    ],
    ["{{ api.Column.translate_type('string') }} {{ adapter.quote('a\"b') }} {{ adapter.type() }}", 'TEXT "a""b" duckdb'],
    ['{{ this }} {{ this.schema }} {{ target.name }} {{ model.name }} {{ execute }}', '"memory"."main"."m" main dev m True'],
    [
      "{{ config(x=1) }}{{ config.get('x') }} {{ config.get('y', 2) }} {{ config.get('enabled') }} {{ config.require('x') }}",
      '1 2 True 1',
    ],
    ["{{ context['ref']('m') }} {{ builtins.var('v', 3) }} {{ context.get('nothing', 4) }}", '"memory"."main"."m" 3 4'],
    ["{{ adapter.get_relation('memory', 'main', 'm') }} {{ is_incremental() }}", 'None False'],
    ["{{ render('{{ 1 + 1 }}') }} {{ var('v', 'd') }} {{ env_var('UNSET', 'd') }}", '2 d d'],
    [
      "{% set c = builtins.ref.config %}{{ c.project_name }} {{ c.dependencies['shop'].version }} {{ c.vars.to_dict() }} {{ c.cli_vars }}",
      'shop None {} {}',
    ],
    ["{{ store_result('r', response='ok') }}{{ load_result('r').response }}{{ load_result('s') }}", 'okNone'],
  ])('%s', async (template, expected) => {
    expect(await render(template)).toBe(expected);
  });
});

it('a variable whose text is a template is rendered where it is asked for', async () => {
  const files = {
    'dbt_project.yml':
      'name: shop\nvars: {size: "{{ 5 if target.type == \'duckdb\' else 7 }}", from: "{{ ref(\'n\') }}", plain: "{ }"}\n',
    'models/n.sql': 'select 1 as id',
  };
  const template = "{{ var('size') | int + 1 }} {{ var('from') }} {{ var('plain') }} {{ var('none', '{{ 1 }}') }}";
  expect(await render(template, files)).toBe('6 "memory"."main"."n" { } {{ 1 }}');
});

describe('macros', () => {
  const one = (name: string, text: string): string => `{% macro ${name}() %}${text}{% endmacro %}`;
  const called = (name: string, namespace: string): string =>
    `{% macro ${name}() %}{{ return(adapter.dispatch('${name}', '${namespace}')()) }}{% endmacro %}`;
  const pkg = { 'dbt_packages/pkg/dbt_project.yml': 'name: pkg\n' };
  it.each<[string, string, FileTexts]>([
    ['the own package before the adapter', 'mine', { 'models/m.sql': '{{ dateadd() }}', 'macros/a.sql': one('dateadd', 'mine') }],
    [
      'a package by its name',
      'theirs',
      { ...pkg, 'models/m.sql': '{{ pkg.f() }}', 'dbt_packages/pkg/macros/a.sql': one('f', 'theirs') },
    ],
    [
      'the adapter’s implementation before the default one',
      'duck',
      { 'models/m.sql': '{{ f() }}', 'macros/a.sql': called('f', 'shop') + one('default__f', 'any') + one('duckdb__f', 'duck') },
    ],
    [
      'the root project before the package that dispatches',
      'root',
      {
        ...pkg,
        'models/m.sql': '{{ pkg.f() }}',
        'macros/a.sql': one('default__f', 'root'),
        'dbt_packages/pkg/macros/a.sql': called('f', 'pkg') + one('duckdb__f', 'theirs'),
      },
    ],
    [
      'the search order of the project file',
      'theirs',
      {
        ...pkg,
        'dbt_project.yml': 'name: shop\ndispatch: [{macro_namespace: pkg, search_order: [pkg, shop]}]\n',
        'models/m.sql': '{{ pkg.f() }}',
        'macros/a.sql': one('default__f', 'root'),
        'dbt_packages/pkg/macros/a.sql': called('f', 'pkg') + one('default__f', 'theirs'),
      },
    ],
    [
      'a built-in function that the project overrides',
      'ours',
      { 'models/m.sql': "{{ dbt.hash('x') }}", 'macros/a.sql': '{% macro default__hash(field) %}ours{% endmacro %}' },
    ],
  ])('%s', async (_, expected, files) => {
    expect(await render('', files)).toBe(expected);
  });

  it('name what dispatch looked for', async () => {
    const opened = await openFiles({ 'models/m.sql': "{{ adapter.dispatch('nope', 'shop')() }}" });
    expect(opened.diagnostics[0]?.text).toMatch(/No macro named 'nope' found.*shop\.duckdb__nope, shop\.default__nope/s);
  });
});
