{# The smallest power of two that reaches a bound, as its exponent, and at least 1. #}
{% macro get_powers_of_two(upper_bound) -%}
  {{ return(adapter.dispatch('get_powers_of_two', 'dbt')(upper_bound)) }}
{%- endmacro %}

{% macro default__get_powers_of_two(upper_bound) -%}
  {%- if upper_bound <= 0 -%}
    {%- do exceptions.raise_compiler_error('get_powers_of_two needs a bound above zero, but got `' ~ upper_bound ~ '`.') -%}
  {%- endif -%}
  {%- for exponent in range(1, 63) if 2 ** exponent >= upper_bound -%}
    {%- if loop.first -%}{{ return(exponent) }}{%- endif -%}
  {%- endfor -%}
{%- endmacro %}


{# A select of the whole numbers from 1 to a bound, in one column `generated_number`. #}
{% macro generate_series(upper_bound) -%}
  {{ return(adapter.dispatch('generate_series', 'dbt')(upper_bound)) }}
{%- endmacro %}

{# Binary digits: one cross join of 0 and 1 for each power of two. #}
{% macro default__generate_series(upper_bound) %}
  {% set places = dbt.get_powers_of_two(upper_bound) %}
  with p as (
    select 0 as generated_number union all select 1
  ),
  unioned as (
    select
    {% for place in range(places) -%}
      p{{ place }}.generated_number * power(2, {{ place }}){{ ' + ' if not loop.last }}
    {%- endfor %}
    + 1
    as generated_number
    from
    {% for place in range(places) -%}
      p as p{{ place }}{{ ' cross join ' if not loop.last }}
    {%- endfor %}
  )
  select *
  from unioned
  where generated_number <= {{ upper_bound }}
  order by generated_number
{% endmacro %}


{# The number of datepart starts between two dates, as the warehouse counts them. Asks the warehouse; 1 while parsing. #}
{% macro get_intervals_between(start_date, end_date, datepart) -%}
  {{ return(adapter.dispatch('get_intervals_between', 'dbt')(start_date, end_date, datepart)) }}
{%- endmacro %}

{% macro default__get_intervals_between(start_date, end_date, datepart) -%}
  {%- if not execute -%}{{ return(1) }}{%- endif -%}
  {%- set counted = run_query('select ' ~ dbt.datediff(start_date, end_date, datepart) ~ ' as intervals') -%}
  {{ return(counted.columns[0].values()[0] | int) }}
{%- endmacro %}


{# One row per datepart from the start date on, as many as starts lie between it and the end date, in one column `date_<datepart>`. #}
{% macro date_spine(datepart, start_date, end_date) -%}
  {{ return(adapter.dispatch('date_spine', 'dbt')(datepart, start_date, end_date)) }}
{%- endmacro %}

{% macro default__date_spine(datepart, start_date, end_date) %}
  with rawdata as (
    {{ dbt.generate_series(dbt.get_intervals_between(start_date, end_date, datepart)) }}
  ),
  all_periods as (
    select (
      {{ dbt.dateadd(datepart, 'row_number() over (order by 1) - 1', start_date) }}
    ) as date_{{ datepart }}
    from rawdata
  ),
  filtered as (
    select * from all_periods where date_{{ datepart }} <= {{ end_date }}
  )
  select * from filtered
{% endmacro %}
