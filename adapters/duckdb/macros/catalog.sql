{# DuckDB's information schema shows every attached database, and is itself in none of them. #}
{% macro duckdb__information_schema_name(database) -%}
  system.information_schema
{%- endmacro %}

{% macro duckdb__check_schema_exists(information_schema, schema) -%}
  {{ return(run_query(
    'select count(*) as schemas from system.information_schema.schemata where '
    ~ catalog_name_is('catalog_name', information_schema.database) ~ ' and ' ~ catalog_name_is('schema_name', schema)
  )) }}
{%- endmacro %}
