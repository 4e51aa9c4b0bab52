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


{# A select of the whole numbers from 1 to a bound, in one column `generated_number`, in no order. #}
{% macro generate_series(upper_bound) -%}
  {{ return(adapter.dispatch('generate_series', 'dbt')(upper_bound)) }}
{%- endmacro %}

{# One cross join of the ten digits for each decimal place that the bound has. #}
{% macro default__generate_series(upper_bound) -%}
  {%- set places = (upper_bound | int | string | length) -%}
  with digits as (
    {%- for digit in range(10) %}
    select {{ digit }} as digit{{ ' union all' if not loop.last }}
    {%- endfor %}
  ),
  numbers as (
    select 1{% for place in range(places) %} + {{ 10 ** place }} * place_{{ place }}.digit{% endfor %} as generated_number
    from digits as place_0
    {%- for place in range(1, places) %}
    cross join digits as place_{{ place }}
    {%- endfor %}
  )
  select generated_number from numbers where generated_number <= {{ upper_bound }}
{%- endmacro %}


{# The number of datepart starts between two dates, as the warehouse counts them. Asks the warehouse; 1 while parsing. #}
{% macro get_intervals_between(start_date, end_date, datepart) -%}
  {{ return(adapter.dispatch('get_intervals_between', 'dbt')(start_date, end_date, datepart)) }}
{%- endmacro %}

{% macro default__get_intervals_between(start_date, end_date, datepart) -%}
  {%- if not execute -%}{{ return(1) }}{%- endif -%}
  {%- set counted = run_query('select ' ~ dbt.datediff(start_date, end_date, datepart) ~ ' as intervals') -%}
  {{ return(counted.columns[0].values()[0] | int) }}
{%- endmacro %}


{# One row per datepart from the start date on, the end date excluded, in one column `date_<datepart>`. #}
{% macro date_spine(datepart, start_date, end_date) -%}
  {{ return(adapter.dispatch('date_spine', 'dbt')(datepart, start_date, end_date)) }}
{%- endmacro %}

{% macro default__date_spine(datepart, start_date, end_date) -%}
  with series as (
    {{ dbt.generate_series(dbt.get_intervals_between(start_date, end_date, datepart)) }}
  ),
  periods as (
    select {{ dbt.dateadd(datepart, 'generated_number - 1', start_date) }} as date_{{ datepart }}
    from series
  )
  select date_{{ datepart }} from periods where date_{{ datepart }} <= {{ end_date }}
{%- endmacro %}
