{# Postgres takes no column types in `create table as`, so a table with a contract is created and then filled. #}
{% macro postgres__create_table_as(temporary, relation, sql) -%}
  {%- set contract = config.get('contract') -%}
  {%- set name = relation.include(database=not temporary, schema=not temporary) -%}
  {%- set kind = 'temporary ' if temporary else 'unlogged ' if config.get('unlogged') else '' -%}
  {{ config.get('sql_header') or '' }}
  {%- if contract and contract.enforced and not temporary %}
  {{ get_assert_columns_equivalent(sql) }}
  create {{ kind }}table {{ name }} {{ get_table_columns_and_constraints() }};
  insert into {{ name }} ({{ get_column_names() }}) (
    {{ get_select_subquery(sql) }}
  );
  {%- else %}
  create {{ kind }}table {{ name }} as (
    {{ sql }}
  );
  {%- endif %}
{%- endmacro %}


{# `columns`, `unique` and `type` of one entry of the `indexes` config. The moment keeps names of an old and a new table apart. #}
{% macro postgres__get_create_index_sql(relation, index_dict) -%}
  {%- set columns = [] -%}
  {%- for column in index_dict.columns -%}
    {%- do columns.append(adapter.quote(column)) -%}
  {%- endfor -%}
  {%- set name = local_md5([index_dict, relation, py_current_timestring()] | join('_')) -%}
  create {{ 'unique ' if index_dict.unique }}index if not exists {{ adapter.quote(name) }} on {{ relation }}
  {{ 'using ' ~ index_dict.type if index_dict.type }} ({{ columns | join(', ') }})
{%- endmacro %}
