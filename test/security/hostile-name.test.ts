import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runModel } from '../cli/command.ts';
import { inFolder } from './folder.ts';

type Json = { readonly [key: string]: Json };

const evil = `"'; drop table victim; --`;
/** The same inside a text of a template, or of YAML in double quotes. */
const escaped = evil.replaceAll('"', '\\"');
const inIdentifier = evil.replaceAll('"', '""');

const hostileNames = {
  'dbt_project.yml': 'name: shop\nprofile: shop\nseeds: {+quote_columns: true}\n',
  'models/victim.sql': "{{ config(materialized='table') }} select 1 as id",
  [`models/m'x; drop table victim.sql`]: `{{ config(materialized='table', alias="a${escaped}", schema="s${escaped}", tags=["t${escaped}"],
  persist_docs={'relation': true, 'columns': true}, meta={'owner': "o${escaped}"}) }}
-- depends_on: {{ ref('victim') }}
select 1 as "c${inIdentifier}", 'it''s' as "new
line"`,
  'models/growing.sql': `{{ config(materialized='incremental', unique_key="k${escaped}", on_schema_change='append_new_columns') }}
-- depends_on: {{ ref('victim') }}
select 1 as "k${inIdentifier}", 2 as v {% if is_incremental() %}, 3 as "n${inIdentifier}"{% endif %}`,
  'models/properties.yml': `models:
  - name: "m'x; drop table victim"
    description: "d${escaped} \\0"
    columns:
      - name: "c${escaped}"
        quote: true
        description: "e${escaped}"
        data_tests: [not_null, unique, {not_null: {name: "n${escaped}", config: {where: "1 = 1 -- all"}}}]
      - name: "new\\nline"
        quote: true
        data_tests: [{accepted_values: {values: ["it's", "${escaped}"]}}, {accepted_values: {name: doubled, values: ["it''s"]}}]
sources:
  - name: "s'${escaped}"
    database: shop
    schema: main
    tables: [{name: "t'${escaped}", identifier: victim, columns: [{name: id, data_tests: [unique, not_null]}]}]
`,
  [`seeds/seed'; drop table victim.csv`]: `"h${inIdentifier}",b\n1,"${inIdentifier}"\n`,
};

test('names, descriptions and arguments stay what they are in all SQL that we write', async () => {
  await inFolder(hostileNames, async dir => {
    for (const _ of ['first', 'again']) expect(await runModel(['build'], { dir })).toMatchObject(allFine);
    const shown = await runModel(['show', '--inline', 'select count(*) as victims from victim', '--output', 'json'], { dir });
    expect(shown.output).toContain('"victims": 1');
    expect((await runModel(['docs', 'generate'], { dir })).exitCode).toBe(0);
  });
}, 60_000);

const allFine = { exitCode: 0, output: expect.not.stringMatching(/ERROR|FAIL|SKIP/) };

/** Names that every object of JavaScript has. */
const inherited = {
  'dbt_project.yml': `name: shop
profile: shop
vars: {__proto__: {polluted: 1}, constructor: c}
models: {shop: {+__proto__: {materialized: table, polluted: 1}, +meta: {__proto__: {polluted: 1}, constructor: 1}}}
seeds: {shop: {+column_types: {__proto__: varchar, constructor: varchar}}}
`,
  'models/constructor.sql': 'select 1 as "__proto__", 2 as "constructor", \'{{ var("constructor") }}\' as v',
  'models/__proto__.sql': 'select * from {{ ref("constructor") }} {{ {}.polluted }}',
  'models/toString.sql': `{{ config(materialized='incremental', unique_key='__proto__') }} select * from {{ ref('__proto__') }}`,
  'models/properties.yml': `models:
  - name: constructor
    config: {group: hasOwnProperty, __proto__: {materialized: table}, persist_docs: {columns: true}}
    columns:
      - {name: __proto__, description: first, data_tests: [unique, not_null]}
      - {name: constructor, description: second, data_tests: [unique]}
groups: [{name: hasOwnProperty, owner: {name: x}}, {name: __proto__, owner: {name: x}}]
exposures: [{name: __proto__, type: dashboard, owner: {name: x}, depends_on: [ref('constructor')]}]
unit_tests:
  - name: valueOf
    model: __proto__
    given: [{input: ref('constructor'), rows: [{__proto__: 1, constructor: 2, v: c}]}]
    expect: {rows: [{__proto__: 1, constructor: 2}]}
`,
  'macros/valueOf.sql': '{% macro valueOf() %}{% endmacro %}{% macro __proto__() %}{% endmacro %}',
  'seeds/toJSON.csv': '__proto__,constructor\n1,2\n',
};

test('names that objects of JavaScript have are names like others', async () => {
  await inFolder(inherited, async dir => {
    for (const _ of ['first', 'again']) expect(await runModel(['build'], { dir })).toMatchObject(allFine);
    expect((await runModel(['docs', 'generate'], { dir })).exitCode).toBe(0);
    const read = (name: string): Json => JSON.parse(readFileSync(join(dir, 'target', name), 'utf8')) as Json;
    const manifest = read('manifest.json');
    const model = manifest['nodes']?.['model.shop.constructor'];
    expect(Object.keys(model?.['columns'] ?? {})).toEqual(['__proto__', 'constructor']);
    expect(model?.['config']?.['materialized']).toBe('view');
    expect(Object.keys(manifest['group_map'] ?? {})).toEqual(['hasOwnProperty', '__proto__']);
    const found = read('catalog.json')['nodes']?.['model.shop.constructor']?.['columns'];
    expect(Object.entries(found ?? {}).map(([name, column]) => [name, column['comment']])).toEqual([
      ['__proto__', 'first'],
      ['constructor', 'second'],
      ['v', null],
    ]);
  });
}, 60_000);
