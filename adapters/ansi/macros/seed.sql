{# The table of a seed from its rows in memory. `agate_table` has column_names, column_types and rows. #}

{% macro create_csv_table(model, agate_table) -%}
  {{ return(adapter.dispatch('create_csv_table', 'dbt')(model, agate_table)) }}
{%- endmacro %}

{# A type of the `column_types` config wins over the type that the values suggest. #}
{% macro default__create_csv_table(model, agate_table) -%}
  {%- set configured = model['config'].get('column_types') or {} -%}
  {%- set quote = model['config'].get('quote_columns') -%}
  {%- set columns = [] -%}
  {%- for name in agate_table.column_names -%}
    {%- set type = configured.get(name) or adapter.convert_type(agate_table, loop.index0) -%}
    {%- do columns.append(adapter.quote_seed_column(name, quote) ~ ' ' ~ type) -%}
  {%- endfor -%}
  {%- set create = 'create table ' ~ this.render() ~ ' (' ~ columns | join(', ') ~ ')' -%}
  {%- call statement('create_csv_table') -%}{{ create }}{%- endcall -%}
  {{ return(create) }}
{%- endmacro %}


{# Empties the table when it can stay, else makes it anew. Returns the SQL that it ran. #}
{% macro reset_csv_table(model, full_refresh, old_relation, agate_table) -%}
  {{ return(adapter.dispatch('reset_csv_table', 'dbt')(model, full_refresh, old_relation, agate_table)) }}
{%- endmacro %}

{% macro default__reset_csv_table(model, full_refresh, old_relation, agate_table) -%}
  {%- if full_refresh -%}
    {%- do adapter.drop_relation(old_relation) -%}
    {{ return(create_csv_table(model, agate_table)) }}
  {%- endif -%}
  {%- do adapter.truncate_relation(old_relation) -%}
  {{ return('truncate table ' ~ old_relation.render()) }}
{%- endmacro %}


{# Inserts the rows in batches, as literals. Returns the first insert, to be shown. #}
{% macro load_csv_rows(model, agate_table) -%}
  {{ return(adapter.dispatch('load_csv_rows', 'dbt')(model, agate_table)) }}
{%- endmacro %}

{% macro default__load_csv_rows(model, agate_table) -%}
  {%- set names = get_seed_column_quoted_csv(model, agate_table.column_names) -%}
  {%- set statements = [] -%}
  {%- for rows in agate_table.rows | batch(get_batch_size()) -%}
    {%- set tuples = [] -%}
    {%- for row in rows -%}{%- do tuples.append(seed_row_sql(row)) -%}{%- endfor -%}
    {%- set insert = 'insert into ' ~ this.render() ~ ' (' ~ names ~ ') values ' ~ tuples | join(', ') -%}
    {%- call statement('load_csv_rows') -%}{{ insert }}{%- endcall -%}
    {%- do statements.append(insert) -%}
  {%- endfor -%}
  {{ return(statements[0] if statements else '') }}
{%- endmacro %}

{% macro seed_row_sql(row) -%}
  (
  {%- for value in row.values() -%}
    {%- if value is none -%}null
    {%- elif value is number or value is boolean -%}{{ value }}
    {%- else -%}'{{ dbt.escape_single_quotes(value | string) }}'
    {%- endif -%}{{ ', ' if not loop.last }}
  {%- endfor -%}
  )
{%- endmacro %}


{# What stands for a bound value, for projects that load rows in their own way. #}
{% macro get_binding_char() -%}
  {{ return(adapter.dispatch('get_binding_char', 'dbt')()) }}
{%- endmacro %}

{% macro default__get_binding_char() -%}
  {{ return('%s') }}
{%- endmacro %}


{# Rows per insert. #}
{% macro get_batch_size() -%}
  {{ return(adapter.dispatch('get_batch_size', 'dbt')()) }}
{%- endmacro %}

{% macro default__get_batch_size() -%}
  {{ return(10000) }}
{%- endmacro %}


{% macro get_seed_column_quoted_csv(model, column_names) -%}
  {%- set quote = model['config'].get('quote_columns') -%}
  {%- set quoted = [] -%}
  {%- for name in column_names -%}
    {%- do quoted.append(adapter.quote_seed_column(name, quote)) -%}
  {%- endfor -%}
  {{ return(quoted | join(', ')) }}
{%- endmacro %}


{# What the compiled file of a seed shows. #}
{% macro get_csv_sql(create_or_truncate_sql, insert_sql) -%}
  {{ return(adapter.dispatch('get_csv_sql', 'dbt')(create_or_truncate_sql, insert_sql)) }}
{%- endmacro %}

{% macro default__get_csv_sql(create_or_truncate_sql, insert_sql) -%}
  {{ create_or_truncate_sql }};
  {{ insert_sql }}
{%- endmacro %}
