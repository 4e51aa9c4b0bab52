{% macro stop_it(reason) %}{{ exceptions.raise_compiler_error('Stopped: no good.') }}{% endmacro %}

{% macro total(items) %}
  {% for item in items %}{% set last = item %}{% endfor %}
  {{ last.name }}
{% endmacro %}

{% test filled(model, column_name) %}
select * from {{ model }} where {{ colum_name.upper() }} is null
{% endtest %}
