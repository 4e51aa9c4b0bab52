{# DuckDB's `any_value` passes over nulls; `arbitrary` takes any row, as other warehouses do. #}
{% macro duckdb__any_value(expression) -%}
  arbitrary({{ expression }})
{%- endmacro %}


{# A limit cuts the list of values, nulls included, before they are joined. #}
{% macro duckdb__listagg(measure, delimiter_text, order_by_clause, limit_num) -%}
  {%- if limit_num -%}
    list_aggr( (array_agg( {{ measure }} {{ order_by_clause or '' }} ))[1:{{ limit_num }}], 'string_agg', {{ delimiter_text }} )
  {%- else %}
    string_agg( {{ measure }}, {{ delimiter_text }} {{ order_by_clause or '' }} )
  {%- endif -%}
{%- endmacro %}
