import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeRecord } from '../../src/manifest/record.ts';
import type { Project } from '../../src/project/project.ts';
import { folderOf } from '../project/folder.ts';
import { complaintsOf, nodeOf, openFiles, openFolder, parsed } from './open.ts';

const tree = `name: shop
models:
  +tags: root
  +meta: {owner: data, level: 1}
  shop:
    +meta: {level: 2}
    marts:
      +materialized: table
      +schema: marts
      +pre-hook: select 1
      +grants: {select: [bob]}
data_tests:
  +severity: warn
`;

describe('configuration', () => {
  const orders = `{{ config(tags='inline', pre_hook='select 3', grants={'+select': ['amy']}, meta={'x': 1}) }} select 1 as id`;
  const yml = `models:
  - name: orders
    meta: {level: 3}
    docs: {show: false}
    config: {tags: [yml], materialized: incremental, pre-hook: select 2}
`;
  it.each([
    ['tags', ['root', 'yml', 'inline']],
    ['meta', { owner: 'data', level: 3, x: 1 }],
    ['materialized', 'incremental'],
    ['docs', { show: false, node_color: null }],
    ['grants', { select: ['bob', 'amy'] }],
    ['pre-hook', ['select 1', 'select 2', 'select 3'].map(sql => ({ sql, transaction: true, index: null }))],
  ])('%s is laid over from the general to the specific', async (key, expected) => {
    const opened = await openFiles({ 'dbt_project.yml': tree, 'models/marts/orders.sql': orders, 'models/m.yml': yml });
    expect(complaintsOf(opened)).toEqual([]);
    expect(nodeOf(opened, 'orders')).toMatchObject({ schema: 'main_marts', config: { [key]: expected } });
  });

  it('disabled nodes leave the graph, and with them their tests', async () => {
    const opened = await openFiles({
      'models/a.sql': '{{ config(enabled=false) }} select {{ no_such_macro() }}',
      'models/m.yml': 'models: [{name: a, columns: [{name: id, data_tests: [unique]}]}]',
    });
    expect([[...opened.manifest.nodes.keys()], [...opened.manifest.disabled.keys()], complaintsOf(opened)]).toEqual([
      [],
      ['model.shop.a'],
      [],
    ]);
  });

  it('the root project speaks last about a package, and its macros come first', async () => {
    const opened = await openFiles({
      'dbt_project.yml': `name: shop
models: {pkg: {+schema: ours}}
vars: {pkg: {depth: 3}}
dispatch: [{macro_namespace: pkg, search_order: [shop, pkg]}]
`,
      'macros/m.sql': "{% macro default__hello() %}{{ config(alias='root') }}{% endmacro %}",
      'dbt_packages/pkg/dbt_project.yml': 'name: pkg\nvars: {depth: 1}\nmodels: {+schema: own, +materialized: table}\n',
      'dbt_packages/pkg/macros/m.sql': `{% macro hello() %}{{ return(adapter.dispatch('hello', 'pkg')()) }}{% endmacro %}
{% macro default__hello() %}{{ config(alias='pkg') }}{% endmacro %}`,
      'dbt_packages/pkg/models/p.sql': "{{ pkg.hello() }}{{ config(tags='depth' ~ var('depth')) }} select 1 as one",
    });
    expect(nodeOf(opened, 'p')).toMatchObject({
      alias: 'root',
      schema: 'main_ours',
      tags: ['depth3'],
      config: { materialized: 'table' },
    });
  });
});

describe('tests', () => {
  const open = (test: string, more = '') =>
    openFiles({
      'dbt_project.yml': 'name: shop\ndata_tests: {+severity: warn}\n',
      'models/orders.sql': 'select 1 as id',
      'tests/generic/t.sql':
        "{% test mine(model, column_name=none, arg=none) %}{{ config(fail_calc='sum(x)') }}select 1{% endtest %}",
      'models/m.yml': `models: [{name: orders, columns: [{name: id, tags: [pii]${more}, data_tests: [${test}]}]}]`,
    });

  // Ids and names as dbt 1.11 gives them.
  it.each([
    ['unique', 'test.shop.unique_orders_id.1360ecc70e'],
    [
      "relationships: {arguments: {to: ref('orders'), field: id}}",
      'test.shop.relationships_orders_id__id__ref_orders_.3f295c3db3',
    ],
    [
      'accepted_values: {arguments: {values: [a, 1, 2.5, true]}}',
      'test.shop.accepted_values_orders_id__a__1__2_5__True.7cedf42bea',
    ],
    ['mine: {name: my_name, arguments: {arg: {b: [1, x], a: y}}}', 'test.shop.my_name.0adfcd44c7'],
  ])('%s', async (test, id) => {
    const opened = await open(test);
    expect(complaintsOf(opened)).toEqual([]);
    expect([...opened.manifest.nodes.keys()].find(one => one.startsWith('test.'))).toBe(id);
  });

  it('take severity from the project, tags from the column, settings from their macro', async () => {
    const opened = await open('mine: {config: {store_failures: true, tags: [own]}}');
    expect(nodeOf(opened, 'mine_orders_id.'.slice(0, -1).concat('.', hashOf(opened)))).toMatchObject({
      tags: ['pii', 'own'],
      relation_name: '"memory"."main_dbt_test__audit"."mine_orders_id"',
      config: { severity: 'warn', fail_calc: 'sum(x)', store_failures_as: 'table', tags: ['own'] },
    });
  });

  const hashOf = (opened: Awaited<ReturnType<typeof open>>): string =>
    [...opened.manifest.nodes.keys()]
      .find(one => one.startsWith('test.'))
      ?.split('.')
      .at(-1) ?? '';

  it('quote the column where it says so', async () => {
    const opened = await open('unique', ', quote: true');
    expect([...opened.manifest.nodes.values()].find(one => one.resource_type === 'test')).toMatchObject({
      column_name: '"id"',
      test_metadata: { kwargs: { column_name: '"id"' } },
      depends_on: { macros: ['macro.dbt.test_unique'], nodes: ['model.shop.orders'] },
    });
  });
});

it('versions of a model inherit columns and tests', async () => {
  const opened = await openFiles({
    'models/dim_v1.sql': 'select 1 as id',
    'models/dim_v2.sql': 'select 1 as id',
    'models/reader.sql': "select * from {{ ref('dim') }}, {{ ref('dim', v=1) }}",
    'models/m.yml': `models:
  - name: dim
    latest_version: 2
    columns: [{name: id, data_tests: [unique]}, {name: old}]
    versions: [{v: 1}, {v: 2, columns: [{include: all, exclude: [old]}, {name: new}]}]
`,
  });
  expect(complaintsOf(opened)).toEqual([]);
  expect(Object.keys(nodeOf(opened, 'dim.v1').columns)).toEqual(['id', 'old']);
  expect(Object.keys(nodeOf(opened, 'dim.v2').columns)).toEqual(['id', 'new']);
  expect(nodeOf(opened, 'reader').depends_on).toMatchObject({ nodes: ['model.shop.dim.v2', 'model.shop.dim.v1'] });
  expect([...opened.manifest.nodes.keys()].filter(id => id.startsWith('test.')).map(id => id.split('.')[2])).toEqual([
    'unique_dim_v1_id',
    'unique_dim_v2_id',
  ]);
});

it('sources, exposures, docs, hooks and snapshots', async () => {
  const opened = await openFiles({
    'dbt_project.yml': 'name: shop\non-run-end: "select {{ ref(\'a\').identifier }}"\n',
    'models/a.sql': "select * from {{ source('raw', 'orders') }}",
    'models/docs.md': '{% docs about %}\nAll **orders**.\n{% enddocs %}',
    'snapshots/s.sql':
      "{% snapshot s %}\n{{ config(strategy='check', check_cols='all', unique_key='id', target_schema='snaps') }} select 1 as id\n{% endsnapshot %}",
    'models/m.yml': `
sources:
  - name: raw
    schema: "{{ var('landing', 'landing') }}"
    freshness: {warn_after: {count: 1, period: day}}
    tables:
      - {name: orders, identifier: Orders, description: "{{ doc('about') }}"}
      - {name: items, freshness: null}
models: [{name: a, description: "{{ var('see', 'See') }}: {{ doc('about') }}"}]
exposures:
  - {name: board, type: dashboard, owner: {name: Ada}, depends_on: [ref('a'), "source('raw', 'orders')"]}
`,
  });
  expect(complaintsOf(opened)).toEqual(['parse-freshness-unmeasurable models/m.yml:7:9']);
  const { sources, exposures } = opened.manifest;
  expect([...sources.values()].map(one => [one.relation_name, one.description, one.freshness?.['warn_after'] ?? null])).toEqual([
    ['"memory"."landing"."Orders"', 'All **orders**.', { count: 1, period: 'day' }],
    ['"memory"."landing"."items"', '', null],
  ]);
  expect([...exposures.values()][0]?.depends_on.nodes).toEqual(['source.shop.raw.orders', 'model.shop.a']);
  expect(nodeOf(opened, 'a')).toMatchObject({ description: 'See: All **orders**.', doc_blocks: ['doc.shop.about'] });
  expect(nodeOf(opened, 's')).toMatchObject({ schema: 'snaps', relation_name: '"memory"."snaps"."s"' });
  expect(nodeOf(opened, 'shop-on-run-end-0')).toMatchObject({
    tags: ['on-run-end'],
    index: 0,
    depends_on: { nodes: ['model.shop.a'] },
  });
});

it('gives the same manifest in whatever order files are read', async () => {
  const { project } = await openFolder(
    folderOf({
      'dbt_project.yml': tree,
      'models/a.sql': "select * from {{ ref('b') }}",
      'models/b.sql': "select * from {{ source('raw', 'orders') }} {{ mine() }}",
      'models/c.sql': "select * from {{ ref('lost') }}",
      'seeds/s.csv': 'id\n1\n',
      'macros/m.sql': '{% macro mine() %}{% endmacro %}',
      'tests/one.sql': "select * from {{ ref('a') }}",
      'models/x.yml': 'models: [{name: a, description: \'{{ doc("d") }}\', data_tests: [{mine: {}}]}]',
      'models/y.yml': 'sources: [{name: raw, tables: [{name: orders}]}]\nexposures: [{name: e, depends_on: ["ref(\'a\')"]}]',
      'tests/generic/t.sql': '{% test mine(model) %}select * from {{ model }}{% endtest %}',
      'models/d.md': '{% docs d %}text{% enddocs %}',
    }),
  );
  const [root] = project.packages;
  const picture = (one: Project) => {
    const { manifest, diagnostics } = parsed(one);
    const records = [...manifest.nodes.values(), ...manifest.sources.values(), ...manifest.exposures.values()].map(one =>
      nodeRecord(one),
    );
    return { records: records.toSorted((a, b) => (String(a['unique_id']) < String(b['unique_id']) ? -1 : 1)), diagnostics };
  };
  const usual = picture(project);
  fc.assert(
    fc.property(fc.shuffledSubarray([...root.files], { minLength: root.files.length }), files => {
      expect(picture({ ...project, packages: [{ ...root, files }] })).toEqual(usual);
    }),
    { numRuns: 12 },
  );
});

it('keeps every reference as written, and renders what configures a unit test', async () => {
  const opened = await openFiles({
    'models/a.sql': 'select 1 as id',
    'models/b.sql': "select 1 as id from {{ ref('a') }} join {{ ref('a') }} using (id)",
    'models/u.yml': `unit_tests:
  - name: u
    model: b
    config: {tags: ["{{ 'x' ~ target.type }}"]}
    given: [{input: ref('a'), rows: []}]
    expect: {rows: []}`,
  });
  const twice = { name: 'a', package: null, version: null };
  expect(nodeOf(opened, 'b')).toMatchObject({ refs: [twice, twice], depends_on: { nodes: ['model.shop.a'] } });
  expect([...opened.manifest.unitTests.values()][0]?.config).toMatchObject({ tags: ['xduckdb'] });
});

it('a source of files is known by what reads them', async () => {
  const opened = await openFiles({
    'models/s.yml': `sources:
  - name: files
    config: {meta: {external_location: "data/{name}.csv"}}
    tables: [{name: orders}, {name: people, config: {meta: {external_location: "read_csv('p.csv')"}}}]`,
  });
  expect([...opened.manifest.sources.values()].map(source => source.relation_name)).toEqual([
    "'data/orders.csv'",
    "read_csv('p.csv')",
  ]);
});
