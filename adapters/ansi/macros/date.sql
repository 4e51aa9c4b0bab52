{# Three integers to a date. #}
{% macro date(year, month, day) -%}
  {{ return(adapter.dispatch('date', 'dbt')(year, month, day)) }}
{%- endmacro %}

{% macro default__date(year, month, day) -%}
  to_date('{{ '%04d-%02d-%02d' | format(year | int, month | int, day | int) }}', 'YYYY-MM-DD')
{%- endmacro %}


{# The start of the day, week, month … that holds a moment. #}
{% macro date_trunc(datepart, date) -%}
  {{ return(adapter.dispatch('date_trunc', 'dbt')(datepart, date)) }}
{%- endmacro %}

{% macro default__date_trunc(datepart, date) -%}
  date_trunc('{{ datepart }}', {{ date }})
{%- endmacro %}


{# `interval` may be negative, and may be a SQL expression. #}
{% macro dateadd(datepart, interval, from_date_or_timestamp) -%}
  {{ return(adapter.dispatch('dateadd', 'dbt')(datepart, interval, from_date_or_timestamp)) }}
{%- endmacro %}

{% macro default__dateadd(datepart, interval, from_date_or_timestamp) %}
  dateadd( {{ datepart }}, {{ interval }}, {{ from_date_or_timestamp }} )
{% endmacro %}


{# How many starts of a datepart lie after the first date and up to the second: 23:59 to 00:01 is one day. #}
{% macro datediff(first_date, second_date, datepart) -%}
  {{ return(adapter.dispatch('datediff', 'dbt')(first_date, second_date, datepart)) }}
{%- endmacro %}

{% macro default__datediff(first_date, second_date, datepart) -%}
  datediff( {{ datepart }}, {{ first_date }}, {{ second_date }} )
{%- endmacro %}


{# The last day of the month, quarter or year that holds a date. #}
{% macro last_day(date, datepart) -%}
  {{ return(adapter.dispatch('last_day', 'dbt')(date, datepart)) }}
{%- endmacro %}

{% macro default__last_day(date, datepart) -%}
  {{ dbt.default_last_day(date, datepart) }}
{%- endmacro %}

{# For adapters that override `last_day` for some dateparts only. #}
{% macro default_last_day(date, datepart) -%}
  cast(
    {{ dbt.dateadd('day', '-1', dbt.dateadd(datepart, '1', dbt.date_trunc(datepart, date))) }}
  as date)
{%- endmacro %}
