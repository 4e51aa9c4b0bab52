{% macro duckdb__date(year, month, day) -%}
  make_date({{ year }}, {{ month }}, {{ day }})
{%- endmacro %}


{# A timestamp keeps its type; a date becomes a timestamp, as DuckDB's own addition makes it. #}
{% macro duckdb__dateadd(datepart, interval, from_date_or_timestamp) %}
  {%- set months = {'quarter': 3}.get(datepart | lower) -%}
  {%- set days = {'week': 7}.get(datepart | lower) -%}
  {%- set count = 'cast(' ~ interval ~ ' as bigint)' -%}
  {%- set count = '(' ~ count ~ ' * ' ~ (months or days) ~ ')' if months or days else count %}
  ({{ from_date_or_timestamp }} + {{ count }} * interval 1 {{ 'month' if months else 'day' if days else datepart }})
{%- endmacro %}


{# Casts first, so that text in ISO form is a date too. A week starts on Sunday; DuckDB's own count is of spans of seven days. #}
{% macro duckdb__datediff(first_date, second_date, datepart) %}
  {%- if datepart == 'week' %}
  ({{ dbt.datediff(first_date, second_date, 'day') }} // 7 + case
    when date_part('dow', ({{ first_date }})::timestamp) <= date_part('dow', ({{ second_date }})::timestamp) then
      case when {{ first_date }} <= {{ second_date }} then 0 else -1 end
    else
      case when {{ first_date }} <= {{ second_date }} then 1 else 0 end
  end)
  {%- else %}
  (date_diff('{{ datepart }}', {{ first_date }}::timestamp, {{ second_date }}::timestamp ))
  {%- endif %}
{% endmacro %}


{# The comment is part of what dbt compiles to. #}
{% macro duckdb__last_day(date, datepart) -%}
  {%- if datepart == 'quarter' -%}
  -- duckdb dateadd does not support quarter interval.
  cast(
    {{ dbt.dateadd('day', '-1', dbt.dateadd('month', '3', dbt.date_trunc(datepart, date))) }}
  as date)
  {%- else -%}
    {{ dbt.default_last_day(date, datepart) }}
  {%- endif -%}
{%- endmacro %}
