{% macro duckdb__get_binding_char() -%}
  {{ return('?') }}
{%- endmacro %}
