{% macro fill(name, rows=2) %}
  {% do run_query('create or replace table ' ~ name ~ ' as select range as n from range(' ~ rows ~ ')') %}
  {% set count = run_query('select count(*) from ' ~ name).columns[0].values()[0] %}
  {{ log(count ~ ' rows, ' ~ flags.WHICH ~ ', ' ~ model.name ~ ', ' ~ ref('orders').identifier, info=true) }}
  {{ log('not shown') }}
{% endmacro %}

{% macro keep() %}
  {% call statement('kept') %}
    create or replace table kept as select 1 as a
  {% endcall %}
{% endmacro %}

{% macro broken() %}
  {% do run_query('select amont from kept') %}
{% endmacro %}

{% macro refuses() %}
  {{ exceptions.raise_compiler_error('not today') }}
{% endmacro %}
