{# Temporary tables are in a schema of their own, and one process shares it: the moment keeps names apart. #}
{% macro duckdb__make_temp_relation(base_relation, suffix) -%}
  {%- set identifier = base_relation.identifier ~ suffix ~ py_current_timestring() -%}
  {{ return(base_relation.incorporate(path={'database': none, 'schema': none, 'identifier': identifier})) }}
{%- endmacro %}
