import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import duckdb from '../../adapters/duckdb/index.ts';
import { type MacroBench, macrosOf, openBench } from './macro-bench.ts';

let bench: MacroBench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

/** A template that is a SQL expression, and what DuckDB answers as text. */
type Cases = readonly (readonly [template: string, expected: string | null])[];

const dates: Cases = [
  ['{{ dbt.date(2024, 2, 29) }}', '2024-02-29'],
  [`{{ dbt.date_trunc('month', "date '2024-02-29'") }}`, '2024-02-01 00:00:00'],
  [`{{ dbt.date_trunc(datepart='hour', date="timestamp '2024-02-29 13:59:00'") }}`, '2024-02-29 13:00:00'],
  [`{{ dbt.dateadd('day', 1, "date '2024-02-28'") }}`, '2024-02-29 00:00:00'],
  [`{{ dbt.dateadd('month', 1, "date '2024-01-31'") }}`, '2024-02-29 00:00:00'],
  [`{{ dbt.dateadd('quarter', -1, "date '2024-05-31'") }}`, '2024-02-29 00:00:00'],
  [
    `{{ dbt.dateadd(datepart='minute', interval='1 + 1', from_date_or_timestamp="timestamp '2024-01-01 23:59:30'") }}`,
    '2024-01-02 00:01:30',
  ],
  [`typeof({{ dbt.dateadd('day', 1, "timestamptz '2024-01-01 00:00:00+00'") }})`, 'TIMESTAMP WITH TIME ZONE'],
  [`{{ dbt.dateadd('day', 'null', "date '2024-01-01'") }}`, null],
  [`{{ dbt.datediff("'2024-01-01 23:59'", "'2024-01-02 00:01'", 'day') }}`, '1'],
  [`{{ dbt.datediff("'2024-01-31'", "'2024-02-01'", 'month') }}`, '1'],
  [`{{ dbt.datediff("'2024-02-01'", "'2023-12-31'", 'year') }}`, '-1'],
  [`{{ dbt.datediff("'2024-01-01 00:59:59'", "'2024-01-01 01:00:00'", 'hour') }}`, '1'],
  [`{{ dbt.datediff("'2024-01-06'", "'2024-01-07'", 'week') }}`, '1'],
  [`{{ dbt.datediff("'2024-01-07'", "'2024-01-13'", 'week') }}`, '0'],
  [`{{ dbt.datediff("'2024-01-14'", "'2024-01-07'", 'week') }}`, '-2'],
  [`{{ dbt.datediff("'1970-01-02'", "'1969-12-28'", 'week') }}`, '0'],
  [`{{ dbt.datediff(first_date="null::date", second_date="'2024-01-13'", datepart='day') }}`, null],
  [`{{ dbt.last_day("date '2023-02-10'", 'month') }}`, '2023-02-28'],
  [`{{ dbt.last_day("date '2024-05-10'", 'quarter') }}`, '2024-06-30'],
  [`{{ dbt.last_day(date="timestamp '2024-05-10 10:00'", datepart='year') }}`, '2024-12-31'],
  ['typeof({{ dbt.current_timestamp() }})', 'TIMESTAMP WITH TIME ZONE'],
  ['typeof({{ current_timestamp_backcompat() }})', 'TIMESTAMP'],
  ["{{ current_timestamp_in_utc_backcompat() }} = now() at time zone 'UTC'", 'true'],
  ['typeof({{ dbt.snapshot_get_time() }})', 'TIMESTAMP'],
  [`{{ snapshot_string_as_time('2024-01-01 10:00:00') }} + interval 1 second`, '2024-01-01 10:00:01'],
];

const strings: Cases = [
  [`{{ dbt.concat(["'a'", "'b'", "'c'"]) }}`, 'abc'],
  [`{{ dbt.length("'crème'") }}`, '5'],
  [`{{ dbt.position("'na'", "'banana'") }}`, '3'],
  [`{{ dbt.position(substring_text="'x'", string_text="'banana'") }}`, '0'],
  [`{{ dbt.replace("'banana'", "'an'", "'AN'") }}`, 'bANANa'],
  [`{{ dbt.right("'banana'", 2) }}`, 'na'],
  [`{{ dbt.right(string_text="'banana'", length_expression='0') }}`, ''],
  [`{{ dbt.split_part("'a|b|c'", "'|'", 2) }}`, 'b'],
  [`{{ dbt.split_part("'a|b|c'", "'|'", -1) }}`, 'c'],
  [`{{ dbt.split_part("'a|b|c'", "'|'", 4) }}`, null],
  [`{{ dbt.split_part(string_text="'a::b'", delimiter_text="'::'", part_number='1 + 1') }}`, 'b'],
  [`{{ dbt._split_part_negative("'a|b|c'", "'|'", -2) }}`, 'b'],
  [`{{ dbt.string_literal(dbt.escape_single_quotes("it's")) }}`, "it's"],
  [`{{ dbt.hash("'tea'") }}`, '7239ea2b5dc943f61f3c0a0276c20974'],
  [`{{ dbt.hash('1') }}`, 'c4ca4238a0b923820dcc509a6f75849b'],
  [`{{ dbt.hash('null') }}`, null],
];

const values: Cases = [
  [`{{ dbt.cast("'7'", api.Column.translate_type('integer')) }} + 1`, '8'],
  [`{{ dbt.safe_cast("'2024-01-01'", 'date') }}`, '2024-01-01'],
  ['{{ dbt.cast_bool_to_text(field="1 = 1") }}', 'true'],
  ['{{ dbt.equals(1, 1) }}', 'true'],
  ['{{ dbt.equals(1, "null") }}', null],
  ['{{ dbt.array_construct([1, 2]) }}::text', '[1, 2]'],
  ['typeof({{ dbt.array_construct() }})', 'INTEGER[]'],
  [`typeof({{ dbt.array_construct(data_type=dbt.type_string()) }})`, 'VARCHAR[]'],
  ['{{ dbt.array_append(dbt.array_construct([1]), 2) }}::text', '[1, 2]'],
  ['{{ dbt.array_concat(dbt.array_construct([1]), dbt.array_construct([2, 3])) }}::text', '[1, 2, 3]'],
  ['typeof(null::{{ dbt.type_bigint() }})', 'BIGINT'],
  ['typeof(null::{{ dbt.type_boolean() }})', 'BOOLEAN'],
  ['typeof(null::{{ dbt.type_float() }})', 'FLOAT'],
  ['typeof(null::{{ dbt.type_int() }})', 'INTEGER'],
  ['typeof(null::{{ dbt.type_numeric() }})', 'DECIMAL(28,6)'],
  ['typeof(null::{{ dbt.type_string() }})', 'VARCHAR'],
  ['typeof(null::{{ dbt.type_timestamp() }})', 'TIMESTAMP'],
];

const aggregates: Cases = [
  ['{{ dbt.any_value("1") }}', '1'],
  ['{{ dbt.bool_or("n > 2") }}', 'true'],
  ['{{ dbt.bool_or(expression="n > 3") }}', 'false'],
  [`{{ dbt.listagg('s', "'-'", 'order by n desc') }}`, 'c-b-a'],
  [`{{ dbt.listagg(measure='s', order_by_clause='order by n', limit_num=2) }}`, 'a,b'],
  [`{{ dbt.listagg('s', "'-'", 'order by n', 9) }}`, 'a-b-c'],
];

describe('SQL functions on DuckDB', () => {
  it.each([...dates, ...strings, ...values])('%s is %s', async (template, expected) => {
    expect(await bench.rows(`select (${template})::text`)).toEqual([[expected]]);
  });

  it.each(aggregates)('%s over three rows is %s', async (template, expected) => {
    const from = "from (values (1, 'a'), (2, 'b'), (3, 'c')) as t(n, s)";
    expect(await bench.rows(`select (${template})::text ${from}`)).toEqual([[expected]]);
  });

  it('set operators drop duplicates', async () => {
    const two = 'select * from (values (1), (1), (2)) {{ OP }} select * from (values (2))';
    expect(await bench.rows(two.replace('OP', 'dbt.except()'))).toEqual([[1]]);
    expect(await bench.rows(two.replace('OP', 'dbt.intersect()'))).toEqual([[2]]);
  });
});

/** What a model is compiled to, white space apart. It is compared with dbt's, so it is part of what these macros promise. */
const texts: Cases = [
  [`{{ dbt.dateadd('week', 'n', 'x') }}`, '(x + (cast(n as bigint) * 7) * interval 1 day)'],
  [`{{ dbt.dateadd('hour', 1, 'x') }}`, '(x + cast(1 as bigint) * interval 1 hour)'],
  [`{{ dbt.datediff('a', 'b', 'day') }}`, "(date_diff('day', a::timestamp, b::timestamp ))"],
  [`[{{ dbt.safe_cast('a', 'int') }}]`, '[ cast(a as int) ]'],
  [`[{{ dbt.split_part('a', "'|'", 1) }}]`, "[ string_split(a, '|')[ 1 ] ]"],
  [`[{{ dbt.length('a') }}]`, '[ length( a )]'],
  [`{{ dbt.listagg('a', "'|'", 'order by a', 3) }}`, "list_aggr( (array_agg( a order by a ))[1:3], 'string_agg', '|' )"],
  [`{{ dbt.type_int() }} {{ dbt.type_timestamp() }} {{ dbt.type_string() }}`, 'integer timestamp TEXT'],
  [`{{ dbt.array_construct([1, 2]) }}`, ' array[ 1 , 2 ] '],
];

describe('what macros write', () => {
  it.each(texts)('%s is %s', async (template, expected) => {
    expect((await bench.render(template)).replace(/\s+/g, ' ').trim()).toBe(expected?.trim());
  });
});

describe('series', () => {
  it.each([
    [1, 1],
    [2, 1],
    [5, 3],
    [8, 3],
    [1000, 10],
  ])('2 to which power reaches %i', async (bound, power) => {
    expect(await bench.value(`{{ dbt.get_powers_of_two(${bound}) }}`)).toBe(power);
  });

  it('refuses a bound that no power can reach from above', async () => {
    await expect(bench.value('{{ dbt.get_powers_of_two(0) }}')).rejects.toThrow('bound above zero');
  });

  it.each(['duckdb__generate_series', 'default__generate_series'])('%s counts from 1 to its bound', async macro => {
    const counted =
      'select count(*)::int, count(distinct generated_number)::int, min(generated_number)::int, max(generated_number)::int';
    expect(await bench.rows(`${counted} from ({{ dbt.${macro}(120) }})`)).toEqual([[120, 120, 1, 120]]);
  });

  it('a date spine leaves its end out', async () => {
    const spine = `{{ dbt.date_spine('month', "date '2023-11-01'", "date '2024-02-01'") }}`;
    expect(await bench.rows(`select date_month::date::text from (${spine}) order by 1`)).toEqual([
      ['2023-11-01'],
      ['2023-12-01'],
      ['2024-01-01'],
    ]);
  });

  it('counts intervals by asking the warehouse', async () => {
    expect(await bench.value(`{{ dbt.get_intervals_between("'2024-01-01'", "'2024-03-01'", 'day') }}`)).toBe(60);
  });
});

describe('names', () => {
  it.each([
    ['{{ generate_schema_name(none, none) }}', 'main'],
    ["{{ generate_schema_name(' mart ', none) }}", 'main_mart'],
    ["{{ generate_schema_name_for_env('mart', none) }}", 'main'],
    ["{{ generate_alias_name(node={'name': 'orders'}) }}", 'orders'],
    ["{{ generate_alias_name(node={'name': 'orders', 'version': 2.1}) }}", 'orders_v2_1'],
    ["{{ generate_alias_name(' o ', {'name': 'orders', 'version': 2}) }}", 'o'],
    ['{{ generate_database_name() }}', 'shop'],
    ["{{ generate_database_name('other') }}", 'other'],
  ])('%s is %s', async (template, expected) => {
    expect(await bench.render(template)).toBe(expected);
  });

  it('the environment decides when the target is prod', async () => {
    expect(await bench.render("{{ generate_schema_name_for_env('mart', none) }}", { target: 'prod' })).toBe('mart');
  });

  it('a project overrides a macro, or its implementation for every caller', async () => {
    const whole = '{% macro generate_schema_name(custom_schema_name, node) %}{{ custom_schema_name or "raw" }}{% endmacro %}';
    expect(await bench.render("{{ generate_schema_name('mart') }}", { macros: whole })).toBe('mart');
    const part = '{% macro default__hash(field) %}sha256({{ field }}){% endmacro %}';
    expect(await bench.render("{{ dbt.hash('x') }}", { macros: part })).toBe('sha256(x)');
  });
});

describe('data tests', () => {
  const data = "(select * from (values (1, 'a'), (1, 'b'), (2, null), (null, 'c')) as t(id, kind))";
  it.each([
    [`{{ test_unique("${data}", 'id') }}`, [[1, 2]]],
    [`{{ test_not_null("${data}", 'kind') }}`, [[null]]],
    [`{{ test_accepted_values(model="${data}", column_name='kind', values=['a', 'b']) }}`, [['c', 1]]],
    [`{{ test_accepted_values("${data}", 'id', [1], quote=false) }}`, [[2, 1]]],
    [`{{ test_relationships("${data}", 'id', to='(select 1 as key) as parents', field='key') }}`, [[2]]],
  ])('%s', async (template, expected) => {
    expect(await bench.rows(template)).toEqual(expected);
  });

  it('not_null stores whole rows when failures are stored', async () => {
    const rows = await bench.rows(`{{ test_not_null("${data}", 'kind') }}`, { config: { store_failures: true } });
    expect(rows).toEqual([[2, null]]);
  });

  it('one row tells the number of failures and the thresholds', async () => {
    const sql = "{{ get_test_sql('select 1 -- one', 'count(*)', '> 0', '> 1', 5) }}";
    expect(await bench.rows(sql)).toEqual([[1, true, false]]);
  });

  it('reads the rows that the where config keeps', async () => {
    const relation = "{{ get_where_subquery(api.Relation.create(schema='main', identifier='orders')) }}";
    expect(await bench.render(relation)).toBe('"main"."orders"');
    expect(await bench.render(relation, { config: { where: 'id > 1' } })).toBe(
      '(select * from "main"."orders" where id > 1) dbt_subquery',
    );
  });

  it('a unit test compares actual and expected rows', async () => {
    const sql = "{{ get_unit_test_sql('select 1 as id', 'select 2 as id', ['id']) }}";
    expect(await bench.rows(`select * from (${sql}) order by id`)).toEqual([
      [1, 'actual'],
      [2, 'expected'],
    ]);
  });
});

describe('calendar values', () => {
  it.each([
    ["{{ dates_in_range('20240228', '20240301') }}", ['20240228', '20240229', '20240301']],
    ["{{ dates_in_range('2024-02-28', in_fmt='%Y-%m-%d', out_fmt='%d.%m.') }}", ['28.02.']],
    ["{{ partition_range('20231231, 20240101') }}", ['20231231', '20240101']],
    ['{{ partition_range(20240101) }}', ['20240101']],
  ])('%s', async (template, expected) => {
    expect(await bench.value(template)).toEqual(expected);
  });

  it('refuses a range that ends before it starts', async () => {
    await expect(bench.value("{{ dates_in_range('20240102', '20240101') }}")).rejects.toThrow('20240101');
  });

  it('the present has twenty digits', async () => {
    expect(await bench.value('{{ py_current_timestring() }}')).toMatch(/^\d{20}$/);
  });
});

describe('settings', () => {
  it('a config wins over a flag', async () => {
    const flags = { FULL_REFRESH: true };
    expect(await bench.value('{{ should_full_refresh() }}', { flags })).toBe(true);
    expect(await bench.value('{{ should_full_refresh() }}', { flags, config: { full_refresh: false } })).toBe(false);
  });

  it('a hook says whether it runs inside the transaction', async () => {
    expect(await bench.render("{{ before_begin('vacuum') }}")).toBe('{"sql": "vacuum", "transaction": false}');
    expect(await bench.render("{{ in_transaction('select 1') }}")).toBe('{"sql": "select 1", "transaction": true}');
  });
});

it('every macro of the two packages is a template, and public ones have an implementation', () => {
  const names = new Set(duckdb.macros.flatMap(macrosOf).map(entry => entry.node.name));
  const orphans = [...names].filter(name => /^(default|duckdb)__/.test(name) && !names.has(name.replace(/^\w+?__/, '')));
  expect(orphans).toEqual(['default__format_column']);
});
