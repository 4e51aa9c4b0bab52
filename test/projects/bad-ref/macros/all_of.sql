{% macro all_of(name) %}
  select * from {{ ref(name) }}
{% endmacro %}
