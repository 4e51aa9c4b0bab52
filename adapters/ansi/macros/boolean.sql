{# `true` or `false` as text, in lower case. #}
{% macro cast_bool_to_text(field) -%}
  {{ return(adapter.dispatch('cast_bool_to_text', 'dbt')(field)) }}
{%- endmacro %}

{% macro default__cast_bool_to_text(field) %}
  cast({{ field }} as {{ dbt.type_string() }})
{% endmacro %}


{#
  Compares two expressions. With the behaviour flag `enable_truthy_nulls_equals_macro` two nulls are equal;
  without it, a null on either side gives null.
#}
{% macro equals(expr1, expr2) -%}
  {{ return(adapter.dispatch('equals', 'dbt')(expr1, expr2)) }}
{%- endmacro %}

{% macro default__equals(expr1, expr2) -%}
  {%- set behavior = adapter.behavior -%}
  {%- if behavior and behavior.enable_truthy_nulls_equals_macro -%}
    case when (({{ expr1 }} = {{ expr2 }}) or ({{ expr1 }} is null and {{ expr2 }} is null))
      then 0
      else 1
    end = 0
  {%- else -%}
    ({{ expr1 }} = {{ expr2 }})
  {%- endif %}
{% endmacro %}
