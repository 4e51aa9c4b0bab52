{# A quarter is no unit of intervals. #}
{% macro postgres__dateadd(datepart, interval, from_date_or_timestamp) -%}
  {%- set unit = {'quarter': '3 month'}.get(datepart | lower, '1 ' ~ datepart) -%}
  {{ from_date_or_timestamp }} + ((interval '{{ unit }}') * ({{ interval }}))
{%- endmacro %}


{# Casts first, so that text in ISO form is a date too. Weeks start on Sunday, as on most warehouses. #}
{% macro postgres__datediff(first_date, second_date, datepart) -%}
  {%- set first, second = 'cast(' ~ first_date ~ ' as timestamp)', 'cast(' ~ second_date ~ ' as timestamp)' -%}
  {%- set part = datepart | lower -%}
  {%- set seconds = {'hour': 3600, 'minute': 60, 'second': 1}.get(part) -%}
  {%- set months = {'year': 12, 'quarter': 3, 'month': 1}.get(part) -%}
  {%- if part == 'day' -%}
    (cast({{ second }} as date) - cast({{ first }} as date))
  {%- elif part == 'week' -%}
    ((cast({{ second }} as date) - cast(extract(dow from {{ second }}) as integer)
      - (cast({{ first }} as date) - cast(extract(dow from {{ first }}) as integer))) / 7)
  {%- elif months -%}
    ({{ _month_number(second, part) }} - {{ _month_number(first, part) }}) / {{ months }}
  {%- elif seconds -%}
    cast((extract(epoch from date_trunc('{{ part }}', {{ second }})) - extract(epoch from date_trunc('{{ part }}', {{ first }}))) / {{ seconds }} as bigint)
  {%- elif part in ('millisecond', 'microsecond') -%}
    cast((extract(epoch from date_trunc('{{ part }}s', {{ second }})) - extract(epoch from date_trunc('{{ part }}s', {{ first }}))) * {{ {'millisecond': 1000, 'microsecond': 1000000}[part] }} as bigint)
  {%- else -%}
    {%- do exceptions.raise_compiler_error('`datediff` knows no datepart `' ~ datepart ~ '` on Postgres.') -%}
  {%- endif -%}
{%- endmacro %}

{# The months from year zero to the start of the part that holds a moment. #}
{% macro _month_number(moment, part) -%}
  cast(extract(year from date_trunc('{{ part }}', {{ moment }})) * 12 + extract(month from date_trunc('{{ part }}', {{ moment }})) as integer)
{%- endmacro %}
