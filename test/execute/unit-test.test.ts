import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { NodeId } from '../../src/manifest/id.ts';
import { type Opened, open } from '../adapter/duckdb.ts';
import type { FileTexts } from '../project/folder.ts';
import { buildFiles, statuses } from './build-files.ts';

let warehouse: Opened;
beforeEach(async () => {
  warehouse = await open();
});
afterEach(() => warehouse.close());

/** Builds a project with these unit tests, each written as YAML in one line; gives the results by name. */
function build(files: FileTexts, tests: readonly string[], only: (id: NodeId) => boolean = () => true) {
  const unitTests = `unit_tests:\n${tests.map(one => `  - {${one}}\n`).join('')}`;
  return buildFiles(warehouse, { 'models/u.yml': unitTests, ...files }, { only });
}

/** What is said of the test `t`, and where. */
async function complaint(...given: Parameters<typeof build>) {
  const results = await build(...given);
  const [told] = results.get('t')?.diagnostics ?? [];
  return {
    code: told?.code,
    text: told?.text,
    hint: told?.hint,
    notes: told?.notes,
    line: `${told?.span?.file}:${told?.span?.line}`,
  };
}

const stg =
  "select 1 as id, 'x' as name, 2.5::decimal(10, 2) as amount, date '2024-01-01' as day, [1] as list, {'k': 'v'} as struct";
const base: FileTexts = { 'models/stg.sql': stg, 'models/m.sql': "select * from {{ ref('stg') }}" };
const given = (rows: string): string => `name: t, model: m, given: [{input: ref('stg'), ${rows}}]`;

describe('rows that pass', () => {
  test.each<[string, string]>([
    ['in another order', `${given('rows: [{id: 1}, {id: 2}]')}, expect: {rows: [{id: 2}, {id: 1}]}`],
    ['twice', `${given('rows: [{id: 1}, {id: 1}]')}, expect: {rows: [{id: 1}, {id: 1}]}`],
    ['without some columns', `${given('rows: [{id: 1}, {name: q}]')}, expect: {rows: [{id: 1, name: null}, {name: q}]}`],
    ['none', `${given('rows: []')}, expect: {rows: []}`],
    ['in the types of the columns', `${given('rows: [{id: "1", amount: 1.555}]')}, expect: {rows: [{id: 1, amount: 1.56}]}`],
    ['with other cases', `${given('rows: [{ID: 1, Name: Q}]')}, expect: {rows: [{iD: 1, NAME: Q}]}`],
    [
      'of lists, structs and dates',
      `${given('rows: [{list: [1, 2], struct: {k: v}, day: 2024-02-03}]')}, expect: {rows: [{list: [1, 2], struct: {k: v}, day: '2024-02-03'}]}`,
    ],
    ['with quotes', `${given(`rows: [{name: "it's \\"q\\"\\n\\\\"}]`)}, expect: {rows: [{name: "it's \\"q\\"\\n\\\\"}]}`],
    [
      'in CSV',
      `${given('format: csv, rows: "id,name\\n1,\\n2,\\"a, b\\"\\n3\\n"')}, expect: {rows: [{id: 1}, {id: 2, name: "a, b"}, {id: 3}]}`,
    ],
    ['of spaces in CSV', `${given('format: csv, rows: "id, name\\n1, a\\n"')}, expect: {rows: [{id: 1, name: " a"}]}`],
    ['in CSV without any', `${given('format: csv, rows: "id\\n"')}, expect: {format: csv, rows: "id,name\\n"}`],
    [
      'in SQL',
      `${given('format: sql, rows: "select 1 as id, 2.50 as amount;"')}, expect: {format: sql, rows: "with a as (select '1' as id, 2.5 as amount) select * from a -- two"}`,
    ],
    [
      'in SQL with variables and macros',
      `${given(`format: sql, rows: "select {{ one() }} as id, '{{ var('v') }}' as name"`)}, expect: {format: sql, rows: "select {{ one() }} as id, 'red' as name"}`,
    ],
    ['in files', `${given('format: csv, fixture: two_rows')}, expect: {format: sql, fixture: two_rows}`],
  ])('%s', async (_, yaml) => {
    const files = {
      ...base,
      'dbt_project.yml': 'name: shop\nvars: {v: red}\n',
      'macros/one.sql': '{% macro one() %}1{% endmacro %}',
      'tests/fixtures/two_rows.csv': 'id,name\n1,a\n2,\n',
      'tests/fixtures/two_rows.sql': "select 1 as id, 'a' as name union all select 2, null",
    };
    const results = await build(files, [yaml]);
    expect(results.get('t')).toMatchObject({ status: 'pass', message: null, failures: 0, diagnostics: [] });
    expect(statuses(results)).toEqual({ stg: 'success', t: 'pass', m: 'success' });
  });
});

describe('what stands for an input', () => {
  const raw = 'sources: [{name: raw, tables: [{name: orders}]}]';
  test.each<[string, FileTexts, string]>([
    ['one that does not exist yet', {}, `${given('rows: [{id: 1}]')}, expect: {rows: [{id: 1, name: null}]}`],
    [
      'one whose own inputs do not exist either',
      { 'models/stg.sql': "select * from {{ ref('first') }}", 'models/first.sql': stg },
      `${given('rows: [{id: 1, name: a}, {id: 2}]')}, expect: {rows: [{id: 1, name: a}, {id: 2, name: null}]}`,
    ],
    [
      'an ephemeral model',
      { 'models/stg.sql': `{{ config(materialized='ephemeral') }}${stg}` },
      `${given('rows: [{id: 1}]')}, expect: {rows: [{id: 1, day: null}]}`,
    ],
    [
      'a source that does not exist',
      { 'models/m.sql': "select id + 1 as id, name from {{ source('raw', 'orders') }}", 'models/s.yml': raw },
      "name: t, model: m, given: [{input: \"source('raw', 'orders')\", rows: [{id: 1, name: a}]}], expect: {rows: [{id: 2, name: a}]}",
    ],
    [
      'a model and a source of one name',
      {
        'models/m.sql': "select a.id, b.id as other from {{ source('raw', 'stg') }} a, {{ ref('stg') }} b",
        'models/s.yml': 'sources: [{name: raw, tables: [{name: stg}]}]',
      },
      "name: t, model: m, given: [{input: \"source('raw', 'stg')\", rows: [{id: 1}]}, {input: ref('stg'), rows: [{id: 2}]}], expect: {rows: [{id: 1, other: 2}]}",
    ],
    [
      'a model named with its package',
      { 'models/m.sql': "select id from {{ ref('shop', 'stg') }}" },
      `${given('rows: [{id: 7}]')}, expect: {rows: [{id: 7}]}`,
    ],
    [
      'one that the model reads behind its own `with`',
      {
        'models/m.sql': "with a as (select id from {{ ref('stg') }}) select id from a union all select id from {{ ref('stg') }}",
      },
      `${given('rows: [{id: 7}]')}, expect: {rows: [{id: 7}, {id: 7}]}`,
    ],
  ])('%s', async (_, files, yaml) => {
    const results = await build({ ...base, ...files }, [yaml], id => id.startsWith('unit_test.'));
    expect(results.get('t')).toMatchObject({ status: 'pass', diagnostics: [] });
  });

  test('a seed without rows is read itself', async () => {
    const files = { 'seeds/stg.csv': 'id,name\n1,a\n2,b\n', 'models/m.sql': "select * from {{ ref('stg') }}" };
    await warehouse.run("create table stg as select * from (values (1, 'a'), (2, 'b')) as t(id, name)");
    const yaml = "name: t, model: m, given: [{input: ref('stg')}], expect: {rows: [{id: 1, name: a}, {id: 2, name: b}]}";
    expect(statuses(await build(files, [yaml], id => id.startsWith('unit_test.')))).toEqual({ t: 'pass' });
  });
});

test('an incremental model is tested as a first and as a later run', async () => {
  const model =
    "{{ config(materialized='incremental') }}select id from {{ ref('stg') }}{% if is_incremental() %} where id > (select max(id) from {{ this }}){% endif %}";
  const rows = "{input: ref('stg'), rows: [{id: 1}, {id: 2}]}";
  const later = (name: string): string =>
    `name: ${name}, model: m, overrides: {macros: {is_incremental: true}}, given: [${rows}, {input: this, rows: [{id: 1}]}], expect: {rows: [{id: 2}]}`;
  const first = `name: first, model: m, given: [${rows}], expect: {rows: [{id: 1}, {id: 2}]}`;
  const files = { ...base, 'models/m.sql': model };
  expect(statuses(await build(files, [first, later('later')]))).toEqual({
    stg: 'success',
    first: 'pass',
    later: 'pass',
    m: 'success',
  });
  expect(statuses(await build(files, [later('again')]))).toEqual({ stg: 'success', again: 'pass', m: 'success' });
});

test('macros, variables and environment variables can be overridden', async () => {
  const files = {
    ...base,
    'macros/price.sql': '{% macro price() %}1{% endmacro %}{% macro double() %}{{ price() }} * 2{% endmacro %}',
    'models/m.sql':
      "select id, {{ double() }} as n, '{{ var('v', 'none') }}' as v, '{{ env_var('E', 'none') }}' as e, {{ dbt.current_timestamp() }} as now from {{ ref('stg') }}",
  };
  const overrides =
    '{macros: {price: 21, dbt.current_timestamp: "timestamp \'2024-01-01\'"}, vars: {v: red}, env_vars: {E: prod}}';
  const results = await build(files, [
    `${given('rows: [{id: 1}]')}, overrides: ${overrides}, expect: {rows: [{n: 42, v: red, e: prod, now: 2024-01-01 00:00:00}]}`,
    "name: plain, model: m, given: [{input: ref('stg'), rows: [{id: 1}]}], expect: {rows: [{n: 2, v: none, e: none}]}",
  ]);
  expect(statuses(results)).toEqual({ stg: 'success', t: 'pass', plain: 'pass', m: 'success' });
});

describe('a test that fails', () => {
  test('skips its model and what reads it, and shows the rows that differ', async () => {
    const yaml = `${given('rows: [{id: 1, name: a}, {id: 2, name: b}, {id: 3, name: c}, {id: 3, name: c}]')}, expect: {rows: [{id: 1, name: a}, {id: 2, name: z}, {id: 4, name: null}, {id: 3, name: c}]}`;
    const results = await build({ ...base, 'models/child.sql': "select * from {{ ref('m') }}" }, [yaml]);
    expect(statuses(results)).toEqual({ stg: 'success', t: 'fail', m: 'skipped', child: 'skipped' });
    expect(await warehouse.rows("select table_name from information_schema.tables where table_schema = 'main'")).toEqual([
      ['stg'],
    ]);
    expect(results.get('t')?.failures).toBe(1);
    expect(results.get('t')?.message?.split('\n')).toEqual([
      '`m` does not give the rows that `t` expects: 1 differs (≠, expected → actual), 1 is missing (-), 1 is not expected (+).',
      '',
      '   id  name',
      '≠  2   z → b',
      '-  4   null',
      '+  3   c',
      '   1   a',
      '   3   c',
    ]);
  });

  test.each<[string, string, string, readonly string[]]>([
    ['too few of equal rows', '[{id: 1}]', '[{id: 1}, {id: 1}]', ['   id', '-  1', '   1']],
    ['too many of equal rows', '[{id: 1}, {id: 1}]', '[{id: 1}]', ['   id', '+  1', '   1']],
    ['none expected', '[{id: 1}]', '[]', ['   id  name  amount  day   list  struct', '+  1   null  null    null  null  null']],
    ['text that says null', '[{id: 1}]', "[{id: 1, name: 'null'}]", ['   id  name', "≠  1   'null' → null"]],
    ['text with spaces', "[{id: 1, name: ' a'}]", '[{id: 1, name: a}]', ['   id  name', "≠  1   a → ' a'"]],
  ])('%s', async (_, rows, expected, notes) => {
    const told = await complaint(base, [`${given(`rows: ${rows}`)}, expect: {rows: ${expected}}`]);
    expect(told).toMatchObject({ code: 'run-unit-test-differs', notes, line: 'models/u.yml:2' });
  });
});

describe('a mistake is told at the test', () => {
  const expected = 'expect: {rows: [{id: 1}]}';
  test.each<[string, string, object]>([
    [
      'a column that the input lacks',
      `${given('rows: [{nam: a}]')}, ${expected}`,
      {
        text: "The rows for `ref('stg')` of the unit test `t` have the column `nam`, which does not exist; there are `id`, `name`, `amount`, `day`, `list`, `struct`.",
        hint: 'Did you mean `name`?',
      },
    ],
    [
      'a column that the model lacks',
      `${given('rows: [{id: 1}]')}, expect: {rows: [{idd: 1}]}`,
      {
        code: 'run-unit-test-column',
        text: expect.stringMatching(/^The expected rows of the unit test `t` have the column `idd`/),
      },
    ],
    [
      'an input that is no model',
      `name: t, model: m, given: [{input: ref('stgg'), rows: []}], ${expected}`,
      { code: 'run-unit-test-input-unknown', text: expect.stringContaining('Did you mean `stg`?') },
    ],
    [
      'an input that is no call',
      `name: t, model: m, given: [{input: stg, rows: []}], ${expected}`,
      { code: 'run-unit-test-input' },
    ],
    ['rows of another format', `${given('format: sql, rows: [{id: 1}]')}, ${expected}`, { code: 'run-unit-test-rows' }],
    [
      'a CSV row that is too long',
      `${given('format: csv, rows: "id,name\\n1,a\\n2,b,c\\n"')}, ${expected}`,
      { text: "The rows for `ref('stg')` of the unit test `t` have 3 values in line 3, but the header has 2." },
    ],
    [
      'a fixture that is not there',
      `${given('format: csv, fixture: some_row')}, ${expected}`,
      { code: 'run-unit-test-fixture', hint: 'Did you mean `some_rows`?' },
    ],
    [
      'a value of another type',
      `${given('rows: [{id: one}]')}, ${expected}`,
      { code: 'run-statement-failed', text: expect.stringContaining("Could not convert string 'one'") },
    ],
  ])('%s', async (_, yaml, told) => {
    const files = { ...base, 'tests/fixtures/some_rows.csv': 'id\n1\n' };
    expect(await complaint(files, [yaml])).toMatchObject({ line: 'models/u.yml:2', ...told });
  });

  test('an input without rows whose columns nobody knows', async () => {
    const files = {
      'models/s.yml': 'sources: [{name: raw, tables: [{name: orders}]}]',
      'models/m.sql': "select 1 as id from {{ source('raw', 'orders') }}",
    };
    const yaml = `name: t, model: m, given: [{input: "source('raw', 'orders')", rows: []}], ${expected}`;
    expect(await complaint(files, [yaml])).toMatchObject({ code: 'run-unit-test-columns', line: 'models/u.yml:2' });
  });

  test('an input that the test leaves out, at the line that reads it', async () => {
    const files = { ...base, 'models/m.sql': "select *\nfrom {{ ref('stg') }}" };
    const told = await complaint(files, [`name: t, model: m, given: [], ${expected}`]);
    expect(told).toMatchObject({ line: 'models/m.sql:2', text: expect.stringContaining("gives no rows for `ref('stg')`") });
  });
});
