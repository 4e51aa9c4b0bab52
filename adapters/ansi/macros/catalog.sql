{# What exists in the warehouse, from the standard's information schema. Names are compared without regard to case. #}

{% macro information_schema_name(database) -%}
  {{ return(adapter.dispatch('information_schema_name', 'dbt')(database)) }}
{%- endmacro %}

{% macro default__information_schema_name(database) -%}
  {{ database ~ '.' if database }}INFORMATION_SCHEMA
{%- endmacro %}


{% macro list_schemas(database) -%}
  {{ return(adapter.dispatch('list_schemas', 'dbt')(database)) }}
{%- endmacro %}

{% macro default__list_schemas(database) -%}
  {{ return(run_query(
    'select distinct schema_name from ' ~ information_schema_name(database) ~ '.schemata where '
    ~ catalog_name_is('catalog_name', database)
  )) }}
{%- endmacro %}


{# One row with a count: 0 or 1. #}
{% macro check_schema_exists(information_schema, schema) -%}
  {{ return(adapter.dispatch('check_schema_exists', 'dbt')(information_schema, schema)) }}
{%- endmacro %}

{% macro default__check_schema_exists(information_schema, schema) -%}
  {{ return(run_query(
    'select count(*) as schemas from ' ~ information_schema.replace(information_schema_view='SCHEMATA') ~ ' where '
    ~ catalog_name_is('catalog_name', information_schema.database) ~ ' and ' ~ catalog_name_is('schema_name', schema)
  )) }}
{%- endmacro %}


{# Rows of database, name, schema and kind for all that a schema holds. #}
{% macro list_relations_without_caching(schema_relation) -%}
  {{ return(adapter.dispatch('list_relations_without_caching', 'dbt')(schema_relation)) }}
{%- endmacro %}

{% macro default__list_relations_without_caching(schema_relation) -%}
  {%- call statement('list_relations_without_caching', fetch_result=True) -%}
    select
      table_catalog as {{ adapter.quote('database') }},
      table_name as name,
      table_schema as {{ adapter.quote('schema') }},
      case table_type when 'VIEW' then 'view' else 'table' end as type
    from {{ information_schema_name(schema_relation.database) }}.tables
    where {{ catalog_name_is('table_schema', schema_relation.schema) }}
      and {{ catalog_name_is('table_catalog', schema_relation.database) }}
  {%- endcall -%}
  {{ return(load_result('list_relations_without_caching').table) }}
{%- endmacro %}


{# A condition that a catalog column holds this name. True for a name that was not given. #}
{% macro catalog_name_is(column, name) -%}
  {%- if name -%}
    lower({{ column }}) = lower('{{ dbt.escape_single_quotes(name | string) }}')
  {%- else -%}
    1 = 1
  {%- endif -%}
{%- endmacro %}
