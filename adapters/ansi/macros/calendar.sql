{# Dates in templates, not in SQL: these macros return Python-style values. #}

{# Text to a datetime, with one message for text that does not fit the format. #}
{% macro convert_datetime(date_str, date_fmt) -%}
  {{ return(modules.datetime.datetime.strptime(date_str | string, date_fmt)) }}
{%- endmacro %}


{# The days from one date to another, both included, as a list of texts. Without an end: the one day. #}
{% macro dates_in_range(start_date_str, end_date_str=none, in_fmt='%Y%m%d', out_fmt='%Y%m%d') -%}
  {%- set first = convert_datetime(start_date_str, in_fmt) -%}
  {%- set last = first if end_date_str is none else convert_datetime(end_date_str, in_fmt) -%}
  {%- set days = (last - first).days -%}
  {%- if days < 0 -%}
    {%- do exceptions.raise_compiler_error('The range ends on `' ~ end_date_str ~ '`, before it starts on `' ~ start_date_str ~ '`.') -%}
  {%- endif -%}
  {%- set dates = [] -%}
  {%- for day in range(days + 1) -%}
    {%- do dates.append((first + modules.datetime.timedelta(days=day)).strftime(out_fmt)) -%}
  {%- endfor -%}
  {{ return(dates) }}
{%- endmacro %}


{# `20240101` or `20240101, 20240131` to the list of days. #}
{% macro partition_range(raw_partition_date, date_fmt='%Y%m%d') -%}
  {%- set bounds = (raw_partition_date | string).split(',') | map('trim') | list -%}
  {%- if bounds | length > 2 -%}
    {%- do exceptions.raise_compiler_error('`' ~ raw_partition_date ~ '` has more than a start and an end date.') -%}
  {%- endif -%}
  {{ return(dates_in_range(bounds[0], bounds[1] if bounds | length == 2 else none, in_fmt=date_fmt)) }}
{%- endmacro %}


{# Now, as digits from the year down to the microsecond: a suffix for names. #}
{% macro py_current_timestring() -%}
  {{ return(modules.datetime.datetime.now().strftime('%Y%m%d%H%M%S%f')) }}
{%- endmacro %}
