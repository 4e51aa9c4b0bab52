{# Before version 16 there is no `any_value`; `min` would not take every type. #}
{% macro postgres__any_value(expression) -%}
  (array_agg({{ expression }}))[1]
{%- endmacro %}


{# A limit cuts the list of values, nulls included, before they are joined. #}
{% macro postgres__listagg(measure, delimiter_text, order_by_clause, limit_num) -%}
  {%- set order = ' ' ~ order_by_clause if order_by_clause else '' -%}
  {%- if limit_num -%}
    array_to_string((array_agg({{ measure }}{{ order }}))[1:{{ limit_num }}], {{ delimiter_text }})
  {%- else -%}
    string_agg({{ measure }}, {{ delimiter_text }}{{ order }})
  {%- endif -%}
{%- endmacro %}
