{% macro postgres__current_timestamp() -%}
  now()
{%- endmacro %}

{% macro postgres__current_timestamp_backcompat() -%}
  cast(current_timestamp as timestamp without time zone)
{%- endmacro %}

{% macro postgres__current_timestamp_in_utc_backcompat() -%}
  cast(current_timestamp at time zone 'utc' as timestamp without time zone)
{%- endmacro %}

{# Without a zone, in the session's time: snapshots hold plain timestamps. #}
{% macro postgres__snapshot_get_time() -%}
  cast(now() as timestamp without time zone)
{%- endmacro %}

{% macro postgres__snapshot_string_as_time(timestamp) -%}
  (cast('{{ timestamp }}' as timestamp without time zone))
{%- endmacro %}
