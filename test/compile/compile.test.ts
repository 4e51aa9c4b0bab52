import { describe, expect, it } from 'vitest';
import { createCompiler } from '../../src/compile/create-compiler.ts';
import { originOf } from '../../src/compile/source-map.ts';
import { compiled, nodeOf, openFiles } from '../parse/open.ts';
import type { FileTexts } from '../project/folder.ts';

const ephemeral = "{{ config(materialized='ephemeral') }}";
const sqlOf = async (files: FileTexts, name: string): Promise<string> =>
  (await compiled(await openFiles(files), name)).sql.trim();

describe('ephemeral parents', () => {
  const base = { 'models/e.sql': `${ephemeral}select 1 as one` };
  const table = ' __dbt__cte__e as (\nselect 1 as one\n)';
  it.each([
    ["select * from {{ ref('e') }}", `with${table} select * from __dbt__cte__e`],
    ["with a as (select 2) select * from {{ ref('e') }}, a", `with ${table}, a as (select 2) select * from __dbt__cte__e, a`],
    [
      "WITH RECURSIVE a as (select 2) select * from {{ ref('e') }}, a",
      `WITH RECURSIVE ${table}, a as (select 2) select * from __dbt__cte__e, a`,
    ],
    [
      "-- with love\n/* with */ with a as (select 2) select * from {{ ref('e') }}",
      `-- with love\n/* with */ with ${table}, a as (select 2) select * from __dbt__cte__e`,
    ],
    [
      "select * from {{ ref('e') }} as x join {{ ref('e') }} as y using (one)",
      `with${table} select * from __dbt__cte__e as x join __dbt__cte__e as y using (one)`,
    ],
  ])('%s', async (sql, expected) => {
    expect(await sqlOf({ ...base, 'models/m.sql': sql }, 'm')).toBe(expected);
  });

  it('stand behind those that they read, each once', async () => {
    const files = {
      ...base,
      'models/f.sql': `${ephemeral}select * from {{ ref('e') }}`,
      'models/g.sql': `${ephemeral}with a as (select * from {{ ref('e') }}) select * from a`,
      'models/m.sql': "select * from {{ ref('g') }}, {{ ref('f') }}, {{ ref('e') }}",
    };
    const { sql, extraCtes } = await compiled(await openFiles(files), 'm');
    expect(extraCtes.map(one => one.id)).toEqual(['e', 'g', 'f'].map(name => `model.shop.${name}`));
    expect(sql).toBe(
      `with${table},  __dbt__cte__g as (\nwith a as (select * from __dbt__cte__e) select * from a\n),  __dbt__cte__f as (\nselect * from __dbt__cte__e\n) ` +
        'select * from __dbt__cte__g, __dbt__cte__f, __dbt__cte__e',
    );
  });

  it('leave the way back to the author’s lines', async () => {
    const files = { ...base, 'models/m.sql': "\n\nselect\n  oops,\n  {{ 1 + 1 }} as two\nfrom {{ ref('e') }}\nwhere lost = 1" };
    const { sql, map } = await compiled(await openFiles(files), 'm');
    const placeOf = (text: string) => {
      const span = originOf(map, sql, sql.lastIndexOf(text));
      return span && `${span.file}:${span.line}:${span.column}`;
    };
    expect(['oops', '2 as', 'two', 'lost'].map(placeOf)).toEqual([
      'models/m.sql:4:3',
      'models/m.sql:5:3',
      'models/m.sql:5:18',
      'models/m.sql:7:7',
    ]);
  });
});

describe('sources', () => {
  it.each([
    ['name: raw, tables: [{name: t}]', '"memory"."raw"."t"'],
    ['name: raw, schema: landing, database: lake, tables: [{name: t, identifier: T1}]', '"lake"."landing"."T1"'],
    ["name: raw, meta: {external_location: 'data/{name}.csv'}, tables: [{name: t}]", "'data/t.csv'"],
    ['name: raw, tables: [{name: t, config: {meta: {external_location: "read_json(\'x/*.json\')"}}}]', "read_json('x/*.json')"],
    ['name: raw, quoting: {identifier: false, schema: false}, tables: [{name: t}]', '"memory".raw.t'],
  ])('{%s}', async (source, expected) => {
    const files = { 'models/s.yml': `sources: [{${source}}]`, 'models/m.sql': "{{ source('raw', 't') }}" };
    expect(await sqlOf(files, 'm')).toBe(expected);
  });
});

it('a generic test gets its arguments as values, and its where', async () => {
  const opened = await openFiles({
    'dbt_project.yml': 'name: shop\nvars: {low: 3}\n',
    'models/orders.sql': 'select 1 as id',
    'tests/generic/t.sql':
      '{% test over(model, column_name, low, other, names) %}select {{ column_name }} from {{ model }} where id < {{ low + 1 }} and {{ names | join("-") }} in {{ other }}{% endtest %}',
    'models/m.yml': `models:
  - name: orders
    columns:
      - name: id
        data_tests:
          - over:
              name: over_low
              arguments: {low: "{{ var('low') }}", other: ref('orders'), names: [a, b]}
              config: {where: "id > {{ var('low') }}"}
`,
  });
  const test = [...opened.manifest.nodes.values()].find(node => node.resource_type === 'test');
  const { sql } = await compiled(opened, test?.unique_id ?? '');
  expect(sql.replace(/\s+/g, ' ').trim()).toBe(
    'select id from (select * from "memory"."main"."orders" where id > 3) dbt_subquery where id < 4 and a-b in "memory"."main"."orders"',
  );
});

describe('what fails only when it runs', () => {
  it.each([
    [
      "{% if execute %}{{ ref('b') }}{% endif %}",
      /refers to `b` in a place that is only reached when it runs.*depends_on: \{\{ ref\('b'\)/s,
    ],
    ["{% if execute %}{{ ref('bb') }}{% endif %}", /No model, seed or snapshot is named `bb`\. Did you mean `b`\?/],
    ["{% if execute %}{{ source('raw', 't') }}{% endif %}", /No source `raw` with a table `t` is declared/],
    [
      "{% if execute %}{{ run_query('select 1').columns[0].values() }}{% endif %}",
      /asks the warehouse, and this command runs without a connection/,
    ],
    ['{% if execute %}{{ nothing.x }}{% endif %}', /'nothing' is undefined/],
  ])('%s', async (sql, message) => {
    const opened = await openFiles({ 'models/a.sql': sql, 'models/b.sql': 'select 1 as one' });
    expect(opened.diagnostics).toEqual([]);
    await expect(compiled(opened, 'a')).rejects.toThrow(message);
  });
});

it('compiles hooks and what a user types', async () => {
  const opened = await openFiles({ 'models/e.sql': `${ephemeral}select 1 as one`, 'models/b.sql': 'select 1 as one' });
  const compiler = createCompiler({ ...opened, selected: [] });
  const inline = await compiler.compileInline("select * from {{ ref('e') }}, {{ ref('b') }}", null);
  expect(inline.sql).toBe('with __dbt__cte__e as (\nselect 1 as one\n) select * from __dbt__cte__e, "memory"."main"."b"');
  const extra = new Map([['results', [1, 2]]]);
  expect(await compiler.renderText(nodeOf(opened, 'b'), 'grant on {{ this }} {{ results | length }}', null, { extra })).toBe(
    'grant on "memory"."main"."b" 2',
  );
});
