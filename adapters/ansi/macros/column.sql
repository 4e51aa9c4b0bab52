{# The columns of a relation as the warehouse knows them, in order. #}
{% macro get_columns_in_relation(relation) -%}
  {{ return(adapter.dispatch('get_columns_in_relation', 'dbt')(relation)) }}
{%- endmacro %}

{% macro default__get_columns_in_relation(relation) -%}
  {%- call statement('get_columns_in_relation', fetch_result=True) -%}
    select column_name, data_type, character_maximum_length, numeric_precision, numeric_scale
    from {{ information_schema_name(relation.database) }}.columns
    where {{ catalog_name_is('table_name', relation.identifier) }}
      and {{ catalog_name_is('table_schema', relation.schema) }}
      and {{ catalog_name_is('table_catalog', relation.database) }}
    order by ordinal_position
  {%- endcall -%}
  {{ return(sql_convert_columns_in_relation(load_result('get_columns_in_relation').table)) }}
{%- endmacro %}


{# Rows of name, type, length, precision and scale to columns. #}
{% macro sql_convert_columns_in_relation(table) -%}
  {%- set columns = [] -%}
  {%- for row in table -%}
    {%- do columns.append(api.Column(*row)) -%}
  {%- endfor -%}
  {{ return(columns) }}
{%- endmacro %}


{% macro get_list_of_column_names(columns) -%}
  {{ return(columns | map(attribute='name') | list) }}
{%- endmacro %}


{# A select with the columns of another and no rows. #}
{% macro get_empty_subquery_sql(select_sql, select_sql_header=none) -%}
  {{ return(adapter.dispatch('get_empty_subquery_sql', 'dbt')(select_sql, select_sql_header)) }}
{%- endmacro %}

{% macro default__get_empty_subquery_sql(select_sql, select_sql_header=none) -%}
{%- if select_sql_header is not none %}{{ select_sql_header }}
{% endif -%}
select * from (
  {{ select_sql }}
) as __dbt_sbq
where false
limit 0
{% endmacro %}


{# A select with the columns that a contract promises and no rows. `columns`: name to properties, as the YAML gives them. #}
{% macro get_empty_schema_sql(columns) -%}
  {{ return(adapter.dispatch('get_empty_schema_sql', 'dbt')(columns)) }}
{%- endmacro %}

{% macro default__get_empty_schema_sql(columns) -%}
  {%- set typed = [] -%}
  {%- for column in columns.values() -%}
    {%- if not column.data_type -%}
      {%- do exceptions.raise_compiler_error('Column `' ~ column.name ~ '` has no `data_type`, which an enforced contract needs.') -%}
    {%- endif -%}
    {%- set name = adapter.quote(column.name) if column.quote else column.name -%}
    {%- do typed.append(dbt.cast('null', column.data_type) ~ ' as ' ~ name) -%}
  {%- endfor -%}
  select {{ typed | join(', ') }}
{%- endmacro %}


{# The columns that a select gives, with types. None while parsing. #}
{% macro get_column_schema_from_query(select_sql, select_sql_header=none) -%}
  {%- if not execute -%}{{ return([]) }}{%- endif -%}
  {{ return(adapter.get_column_schema_from_query(get_empty_subquery_sql(select_sql, select_sql_header))) }}
{%- endmacro %}


{# The names of the columns that a select gives. None while parsing. #}
{% macro get_columns_in_query(select_sql) -%}
  {{ return(adapter.dispatch('get_columns_in_query', 'dbt')(select_sql)) }}
{%- endmacro %}

{% macro default__get_columns_in_query(select_sql) -%}
  {%- if not execute -%}{{ return([]) }}{%- endif -%}
  {{ return(get_list_of_column_names(run_query(get_empty_subquery_sql(select_sql)).columns)) }}
{%- endmacro %}


{# Names between quotes, with commas. #}
{% macro get_quoted_csv(column_names) -%}
  {%- set quoted = [] -%}
  {%- for name in column_names -%}
    {%- do quoted.append(adapter.quote(name)) -%}
  {%- endfor -%}
  {{ return(quoted | join(', ')) }}
{%- endmacro %}


{# By copy, drop and rename, which every warehouse can: the column moves to the end. #}
{% macro alter_column_type(relation, column_name, new_column_type) -%}
  {{ return(adapter.dispatch('alter_column_type', 'dbt')(relation, column_name, new_column_type)) }}
{%- endmacro %}

{% macro default__alter_column_type(relation, column_name, new_column_type) -%}
  {%- set old = adapter.quote(column_name) -%}
  {%- set new = adapter.quote(column_name ~ '__dbt_alter') -%}
  {%- for change in [
    'alter table ' ~ relation ~ ' add column ' ~ new ~ ' ' ~ new_column_type,
    'update ' ~ relation ~ ' set ' ~ new ~ ' = ' ~ dbt.cast(old, new_column_type),
    'alter table ' ~ relation ~ ' drop column ' ~ old ~ ' cascade',
    'alter table ' ~ relation ~ ' rename column ' ~ new ~ ' to ' ~ old,
  ] -%}
    {%- do run_query(change) -%}
  {%- endfor -%}
{%- endmacro %}


{% macro alter_relation_add_remove_columns(relation, add_columns=none, remove_columns=none) -%}
  {{ return(adapter.dispatch('alter_relation_add_remove_columns', 'dbt')(relation, add_columns, remove_columns)) }}
{%- endmacro %}

{# One change per statement, since few warehouses take several in one. #}
{% macro default__alter_relation_add_remove_columns(relation, add_columns, remove_columns) -%}
  {%- set alter = 'alter ' ~ (relation.type or 'table') ~ ' ' ~ relation -%}
  {%- for column in add_columns or [] -%}
    {%- do run_query(alter ~ ' add column ' ~ column.quoted ~ ' ' ~ column.data_type) -%}
  {%- endfor -%}
  {%- for column in remove_columns or [] -%}
    {%- do run_query(alter ~ ' drop column ' ~ column.quoted) -%}
  {%- endfor -%}
{%- endmacro %}
