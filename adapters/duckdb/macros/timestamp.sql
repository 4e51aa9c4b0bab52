{% macro duckdb__current_timestamp() -%}
  now()
{%- endmacro %}

{# Without a zone, in the session's time: snapshots hold plain timestamps. #}
{% macro duckdb__snapshot_get_time() -%}
  {{ current_timestamp() }}::timestamp
{%- endmacro %}

{% macro duckdb__snapshot_string_as_time(timestamp) -%}
  {{ return("'" ~ timestamp ~ "'::timestamp") }}
{%- endmacro %}
