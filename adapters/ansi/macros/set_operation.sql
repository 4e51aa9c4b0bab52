{# The operator that subtracts the rows of the second select from the first, without duplicates. #}
{% macro except() -%}
  {{ return(adapter.dispatch('except', 'dbt')()) }}
{%- endmacro %}

{% macro default__except() %}
  except
{% endmacro %}


{# The operator that keeps the rows that both selects have, without duplicates. #}
{% macro intersect() -%}
  {{ return(adapter.dispatch('intersect', 'dbt')()) }}
{%- endmacro %}

{% macro default__intersect() %}
  intersect
{% endmacro %}
