import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MacroBench, openBench } from '../compile/macro-bench.ts';

let bench: MacroBench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const rows =
  "{% set r = run_query(\"select 2 as a, 'y' as b union all select 1, 'x' union all select 2, 'y' order by 2 desc, 1\") %}";

/** What templates see of the same queries under dbt, which hands out agate tables. */
describe('tables', () => {
  it.each([
    [`${rows}{{ r.columns[0].values() }} {{ r.rows[0]['b'] }} {{ r.rows[0][1] }} {{ r.rows[0].a }}`, '(2, 2, 1) y y 2'],
    [`${rows}{{ r.column_names }} {{ r.columns | length }} {{ r | length }} {{ r.columns['b'].name }}`, "('a', 'b') 2 3 b"],
    [`${rows}{% for a, b in r %}{{ a }}{{ b }} {% endfor %}`, '2y 2y 1x '],
    [
      `${rows}{{ r.rows[0] }} {{ r.columns[0] }} {{ r.rows.keys() }} {{ r.rows[0].keys() }}`,
      "<agate.Row: (2, 'y')> <agate.Column: (2, 2, 1)> None ('a', 'b')",
    ],
    [
      `${rows}{{ r.rows[0:2] | length }} {{ r.columns[1].values_distinct() }} {{ r.columns[0].values_sorted() }}`,
      "2 ('y', 'x') [1, 2, 2]",
    ],
    [`${rows}{{ r.group_by('a').keys() }} {{ r.group_by('a')[0].rows | length }} {{ r.distinct().rows | length }}`, '(2, 1) 2 2'],
    [
      `${rows}{{ r.order_by('a').columns[0].values() }} {{ r.order_by('a', reverse=true).columns[0].values() }}`,
      '(1, 2, 2) (2, 2, 1)',
    ],
    [
      `${rows}{{ r.select(['b']).column_names }} {{ r.exclude(['b']).column_names }} {{ r.rename({'a': 'z'}).column_names }}`,
      "('b',) ('a',) ('z', 'b')",
    ],
    [`${rows}{{ r.limit(1).rows | length }} {{ r.rows | map(attribute='b') | list }}`, "1 ['y', 'y', 'x']"],
    ["{% set r = run_query('select 1 as a, 2 as a') %}{{ r.column_names }}", "('a', 'a_2')"],
    [
      "{% set r = run_query('select 1 as a where false') %}{{ r.columns[0].values() }} {{ r.rows }}",
      '() <agate.MappedSequence: ()>',
    ],
    [
      "{% set r = run_query('select 1.5 as a, 2::double as b, 1.50::decimal(10,2) as c, null as d') %}{{ r.rows[0].values() }}",
      "(Decimal('1.5'), Decimal('2.0'), Decimal('1.50'), None)",
    ],
    [
      "{% set x = run_query('select 1.50::decimal(10,2) as c').rows[0][0] %}{{ x * 2 }} {{ x + 1 }} {{ 1 - x }} {{ x / 4 }} {{ x | int }} {{ x | float }} {{ x | round(1) }} {{ x is number }} {{ x == 1.5 }}",
      '3.00 2.50 -0.50 0.375 1 1.5 1.5 True True',
    ],
    [
      "{% call statement('s', fetch_result=True) %}select 1 as a{% endcall %}{{ load_result('s').response }} {{ load_result('s').data }} {{ load_result('s')['table'].columns[0].values() }}",
      'OK [[1]] (1,)',
    ],
  ])('%s', async (template, expected) => {
    expect(await bench.render(template)).toBe(expected);
  });

  it('print as agate prints them', async () => {
    const printed: string[] = [];
    const print = (text: string): void => void printed.push(text);
    const query = "select 1.5 as n, 'a text of more than twenty letters' as s, 7 as i union all select 10.25, null, 8 order by 1";
    await bench.render(
      `{% set r = run_query("${query}") %}{% do r.print_table() %}{% do r.print_table(max_rows=1, max_columns=1) %}{% do r.print_csv() %}{% do r.print_json() %}{% do r.print_structure() %}`,
      { print },
    );
    expect(printed).toEqual([
      '|     n | s                    | i |\n| ----- | -------------------- | - |\n|  1.50 | a text of more th... | 7 |\n| 10.25 |                      | 8 |',
      '|    n | ... |\n| ---- | --- |\n|  1.5 | ... |\n|  ... | ... |'
        .replace('|    n', '|   n')
        .replace('| ---- |', '| --- |')
        .replace('|  1.5', '| 1.5')
        .replace('|  ...', '| ...'),
      'n,s,i\n1.50,a text of more than twenty letters,7\n10.25,,8',
      '[{"n": 1.5, "s": "a text of more than twenty letters", "i": 7}, {"n": 10.25, "s": null, "i": 8}]',
      '| column | data_type |\n| ------ | --------- |\n| n      | Number    |\n| s      | Text      |\n| i      | Integer   |',
    ]);
  });
});

describe('adapter', () => {
  const relation = (name: string): string =>
    `api.Relation.create(database='memory', schema='main', identifier='${name}', type='table')`;
  it('keeps what it is asked for true after statements of its own', async () => {
    const text = await bench.render(
      `{% do run_query('create table main.before as select 1 as a, 2 as b') %}{% do adapter.cache_added(${relation('before')}) %}` +
        `{{ adapter.get_relation('memory', 'main', 'before') }} {% do adapter.rename_relation(${relation('before')}, ${relation('after')}) %}` +
        `{{ adapter.get_relation('memory', 'main', 'before') }} {{ adapter.get_relation('memory', 'main', 'after').type }} ` +
        `{% do adapter.truncate_relation(${relation('after')}) %}{{ run_query('select count(*) from main.after').rows[0][0] }} ` +
        `{% do adapter.drop_relation(${relation('after')}) %}{{ adapter.get_relation('memory', 'main', 'after') }} ` +
        `{% do adapter.create_schema(api.Relation.create(database='memory', schema='extra')) %}{{ adapter.check_schema_exists('memory', 'extra') }} ` +
        `{% do adapter.drop_schema(api.Relation.create(database='memory', schema='extra')) %}{{ adapter.check_schema_exists('memory', 'extra') }}`,
    );
    expect(text).toBe('"memory"."main"."before" None table 0 None True False');
  });

  it.each([
    ["{{ adapter.get_incremental_strategy_macro(dbt, 'delete+insert') }}", '<macro get_incremental_delete_insert_sql>'],
    [
      "{{ adapter.get_hard_deletes_behavior({'invalidate_hard_deletes': true}) }} {{ adapter.get_hard_deletes_behavior({}) }}",
      'invalidate ignore',
    ],
    ['{{ adapter.behavior.enable_truthy_nulls_equals_macro.no_warn }} {{ adapter.behavior.other is defined }}', 'False False'],
    ['{{ adapter.external_root() }} {{ adapter.get_binding_char() }} {{ adapter.is_motherduck() }}', '. ? False'],
    [
      "{{ adapter.external_write_options('x.csv.gz', {'delimiter': '|'}) }}",
      "delimiter '|', format csv, compression gzip, header 1",
    ],
    ["{{ adapter.external_read_location('x', {'partition_by': 'a, b', 'format': 'csv'}) }}", 'x/*/*/*.csv'],
    ["{{ adapter.location_exists('/nowhere/*.parquet') }}", 'False'],
    [
      "{{ adapter.execute('select 1 as a', fetch=true)[0] }} {{ adapter.execute('select 1 as a', fetch=true)[1].rows[0][0] }}",
      'OK 1',
    ],
  ])('%s', async (template, expected) => {
    expect(await bench.render(template)).toBe(expected);
  });
});
