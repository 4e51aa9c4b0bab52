{# DuckDB takes no column list in `create table as`, so a table with a contract is created and then filled. #}
{% macro duckdb__create_table_as(temporary, relation, sql, language='sql') -%}
  {%- if language != 'sql' -%}
    {%- do exceptions.raise_compiler_error('`create_table_as` of a `' ~ language ~ '` model: only SQL can be sent to DuckDB.') -%}
  {%- endif -%}
  {%- set contract = config.get('contract') -%}
  {%- set name = relation.include(database=not temporary, schema=not temporary) -%}
  {{ config.get('sql_header') or '' }}
  {%- if contract and contract.enforced and not temporary %}
  {{ get_assert_columns_equivalent(sql) }}
  create table {{ name }} {{ get_table_columns_and_constraints() }};
  insert into {{ name }} ({{ get_column_names() }}) (
    {{ get_select_subquery(sql) }}
  );
  {%- else %}
  create {{ 'temporary ' if temporary }}table {{ name }} as (
    {{ sql }}
  );
  {%- endif %}
{%- endmacro %}


{# `columns` and `unique` of one entry of the `indexes` config. #}
{% macro duckdb__get_create_index_sql(relation, index_dict) -%}
  {%- set columns = index_dict.columns | join(', ') -%}
  {%- set name = relation.identifier ~ '_' ~ local_md5(columns) -%}
  create {{ 'unique ' if index_dict.unique }}index {{ adapter.quote(name) }} on {{ relation }} ({{ columns }})
{%- endmacro %}
