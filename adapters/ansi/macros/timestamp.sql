{# The moment that the query runs, as the warehouse gives it: with a time zone where it can. #}
{% macro current_timestamp() -%}
  {{ return(adapter.dispatch('current_timestamp', 'dbt')()) }}
{%- endmacro %}

{% macro default__current_timestamp() -%}
  current_timestamp
{%- endmacro %}


{# The two `_backcompat` macros keep what old packages expect: a timestamp without a zone. #}
{% macro current_timestamp_backcompat() -%}
  {{ return(adapter.dispatch('current_timestamp_backcompat', 'dbt')()) }}
{%- endmacro %}

{% macro default__current_timestamp_backcompat() %}
  current_timestamp::timestamp
{% endmacro %}


{% macro current_timestamp_in_utc_backcompat() -%}
  {{ return(adapter.dispatch('current_timestamp_in_utc_backcompat', 'dbt')()) }}
{%- endmacro %}

{% macro default__current_timestamp_in_utc_backcompat() %}
  {{ return(adapter.dispatch('current_timestamp_backcompat', 'dbt')()) }}
{% endmacro %}


{# The moment that a snapshot writes into its rows. #}
{% macro snapshot_get_time() -%}
  {{ return(adapter.dispatch('snapshot_get_time', 'dbt')()) }}
{%- endmacro %}

{% macro default__snapshot_get_time() %}
  {{ dbt.current_timestamp() }}
{% endmacro %}


{# The type of that moment as the warehouse names it; none while parsing. #}
{% macro get_snapshot_get_time_data_type() -%}
  {%- set columns = adapter.get_column_schema_from_query('select ' ~ dbt.snapshot_get_time() ~ ' as snapshot_time') if execute else [] -%}
  {{ return(columns[0].dtype if columns else none) }}
{%- endmacro %}


{# A moment in text, as a SQL value that a snapshot can compare. #}
{% macro snapshot_string_as_time(timestamp) -%}
  {{ return(adapter.dispatch('snapshot_string_as_time', 'dbt')(timestamp)) }}
{%- endmacro %}

{% macro default__snapshot_string_as_time(timestamp) -%}
  cast('{{ timestamp }}' as {{ dbt.type_timestamp() }})
{%- endmacro %}
