{% macro discounted(column) %}
  {{ column }} * {{ rates.discount }} -- 12
{% endmacro %}
