{% macro duckdb__date(year, month, day) -%}
  make_date({{ year }}, {{ month }}, {{ day }})
{%- endmacro %}


{# A timestamp keeps its type; a date becomes a timestamp, as DuckDB's own addition makes it. #}
{% macro duckdb__dateadd(datepart, interval, from_date_or_timestamp) -%}
  ({{ from_date_or_timestamp }} + cast({{ interval }} as bigint) * interval '1 {{ datepart }}')
{%- endmacro %}


{#
  Casts first, so that text in ISO form is a date too. Weeks start on Sunday, as on most warehouses: moved by a day, they are
  DuckDB's weeks from Monday. DuckDB's own difference in weeks counts spans of seven days, not starts.
#}
{% macro duckdb__datediff(first_date, second_date, datepart) -%}
  {%- set first = 'cast(' ~ first_date ~ ' as timestamp)' -%}
  {%- set second = 'cast(' ~ second_date ~ ' as timestamp)' -%}
  {%- if datepart | lower == 'week' -%}
    (date_diff('day', date_trunc('week', {{ first }} + interval '1 day'), date_trunc('week', {{ second }} + interval '1 day')) // 7)
  {%- else -%}
    date_diff('{{ datepart }}', {{ first }}, {{ second }})
  {%- endif -%}
{%- endmacro %}
