{% macro deep(n) %}{{ deeper(n + 1) }}{% endmacro %}

{% macro deeper(n) %}
  {{ deep(n) }}
{% endmacro %}
