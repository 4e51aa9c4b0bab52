{% macro cents(column) %}
  round({{ column }} * 100,
    no_such_column)
{% endmacro %}
