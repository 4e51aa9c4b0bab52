import { expect, it } from 'vitest';
import { complaintsOf, nodeOf, openFiles } from './open.ts';

it('names of sources and of their tables may be templates', async () => {
  const opened = await openFiles({
    'dbt_project.yml': 'name: shop\nvars: {kind: raw}\n',
    'models/a.sql': "{% set from = var('kind') ~ '_shop' %}select * from {{ source(from, 'orders_v1') }}",
    'models/m.yml': `sources:
  - name: "{{ var('kind') }}_shop"
    schema: main
    tables: [{name: "{{ 'orders' }}_v1", columns: [{name: id, data_tests: [unique]}]}]
`,
  });
  expect(complaintsOf(opened)).toEqual([]);
  expect(nodeOf(opened, 'a').depends_on).toMatchObject({ nodes: ['source.shop.raw_shop.orders_v1'] });
  expect([...opened.manifest.nodes.values()].find(one => one.resource_type === 'test')).toMatchObject({
    name: 'source_unique_raw_shop_orders_v1_id',
    sources: [['raw_shop', 'orders_v1']],
  });
});

it('what a version changes may be a template', async () => {
  const opened = await openFiles({
    'dbt_project.yml': 'name: shop\nvars: {place: eu}\n',
    'models/dim_v1.sql': 'select 1 as id',
    'models/m.yml': `models:
  - name: dim
    latest_version: 1
    versions: [{v: 1, config: {alias: "{{ 'dim_' ~ var('place') }}"}}]
`,
  });
  expect(nodeOf(opened, 'dim.v1')).toMatchObject({ alias: 'dim_eu', relation_name: '"memory"."main"."dim_eu"' });
});

it('a seed in place of a disabled one of a package keeps what the package says of it', async () => {
  const opened = await openFiles({
    'dbt_project.yml': 'name: shop\nseeds: {tools: {codes: {+enabled: false}}}\n',
    'seeds/codes.csv': 'id\n1\n',
    'seeds/kept.csv': 'id\n1\n',
    'dbt_packages/tools/dbt_project.yml': 'name: tools',
    'dbt_packages/tools/seeds/codes.csv': 'id\n2\n',
    'dbt_packages/tools/seeds/kept.csv': 'id\n2\n',
    'dbt_packages/tools/seeds/s.yml': `seeds:
  - {name: codes, description: Codes, config: {column_types: {id: varchar}}}
  - {name: kept, description: Kept}
`,
  });
  const described = ['seed.shop.codes', 'seed.shop.kept', 'seed.tools.kept'].map(id => {
    const { description, config } = nodeOf(opened, id);
    return [id, description, config['column_types']];
  });
  expect(described).toEqual([
    ['seed.shop.codes', 'Codes', { id: 'varchar' }],
    ['seed.shop.kept', '', {}],
    ['seed.tools.kept', 'Kept', {}],
  ]);
});

it('hooks read nodes and call macros as the text of their model does', async () => {
  const opened = await openFiles({
    'dbt_project.yml': "name: shop\nseeds: {+post-hook: '{{ grant_all(this) }}'}\n",
    'macros/m.sql': "{% macro grant_all(what) %}{{ return('select 1 -- ' ~ what) }}{% endmacro %}",
    'models/log.sql': 'select 1 as id',
    'models/a.sql': `{{ config(post_hook="insert into {{ ref('log') }} {{ grant_all(this) }}", pre_hook='{{ nothing_yet() }}') }} select 1 as id`,
    'seeds/s.csv': 'id\n1\n',
  });
  expect(complaintsOf(opened)).toEqual([]);
  expect(nodeOf(opened, 'a')).toMatchObject({
    depends_on: { nodes: ['model.shop.log'], macros: ['macro.shop.grant_all'] },
    unrendered_config: { 'post-hook': "insert into {{ ref('log') }} {{ grant_all(this) }}" },
  });
  expect(nodeOf(opened, 's').depends_on).toEqual({ macros: ['macro.shop.grant_all'] });
});

it('what authors wrote of freshness and of tests is shown in full', async () => {
  const opened = await openFiles({
    'macros/t.sql': "{% test mine(model) %}{{ config(fail_calc='sum(x)') }}select 1{% endtest %}",
    'models/m.yml': `sources:
  - {name: raw, schema: main, freshness: {warn_after: {count: 1, period: day}}, tables: [{name: t, data_tests: [mine]}]}
`,
  });
  expect([...opened.manifest.sources.values()][0]?.unrendered_config).toMatchObject({
    freshness: { warn_after: { count: 1, period: 'day' }, error_after: { count: null, period: null }, filter: null },
  });
  const test = [...opened.manifest.nodes.values()].find(one => one.resource_type === 'test');
  expect(test).toMatchObject({ unrendered_config: { fail_calc: 'sum(x)' }, attached_node: null });
});

it('macros tell their arguments when the project wants them checked', async () => {
  const files = {
    'macros/m.sql': '{% macro cents(column, digits=2) %}{% endmacro %}{% macro told(a) %}{% endmacro %}',
    'macros/m.yml': 'macros: [{name: told, arguments: [{name: a, type: string}]}]',
  };
  const argumentsOf = async (project: string) => {
    const { manifest } = await openFiles({ 'dbt_project.yml': `name: shop\n${project}`, ...files });
    return ['cents', 'told'].map(
      name => [...manifest.macros.values()].find(one => one.unique_id === `macro.shop.${name}`)?.arguments,
    );
  };
  const told = [{ name: 'a', type: 'string', description: '' }];
  expect(await argumentsOf('')).toEqual([[], told]);
  const known = ['column', 'digits'].map(name => ({ name, type: null, description: '' }));
  expect(await argumentsOf('flags: {validate_macro_args: true}\n')).toEqual([known, told]);
});

it('a configuration is not known while its node is being read', async () => {
  const opened = await openFiles({
    'dbt_project.yml': 'name: shop\nmodels: {+materialized: table}\n',
    'models/a.sql': 'select 1 as id',
    'models/b.sql': "{% if config.get('materialized', 'view') == '' %}{% set _ = ref('a') %}{% endif %}select 1 as id",
  });
  expect(nodeOf(opened, 'b').depends_on).toMatchObject({ nodes: ['model.shop.a'] });
});
