{% macro inner(column) %}
  {{ column }} * {{ factor.value }}
{% endmacro %}
