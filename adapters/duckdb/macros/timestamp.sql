{% macro duckdb__current_timestamp() -%}
  now()
{%- endmacro %}

{% macro duckdb__current_timestamp_in_utc_backcompat() -%}
  (now() at time zone 'UTC')
{%- endmacro %}

{# Without a zone, in the session's time: snapshots hold plain timestamps. #}
{% macro duckdb__snapshot_get_time() -%}
  cast(now() as timestamp)
{%- endmacro %}
