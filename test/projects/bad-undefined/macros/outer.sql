{% macro middle(column) -%}
  {{ inner(column) }}
{%- endmacro %}

{% macro outer(column) %}{{ middle(column) }}{% endmacro %}
