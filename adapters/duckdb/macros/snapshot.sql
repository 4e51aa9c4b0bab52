{# The session may serve other nodes after this one, so the staging table is dropped. #}
{% macro duckdb__post_snapshot(staging_relation) -%}
  {%- do run_query('drop table if exists ' ~ staging_relation) -%}
{%- endmacro %}
