{% macro cast(field, type) -%}
  {{ return(adapter.dispatch('cast', 'dbt')(field, type)) }}
{%- endmacro %}

{% macro default__cast(field, type) %}
  cast({{ field }} as {{ type }})
{% endmacro %}


{# Null where the value does not fit the type. Without a warehouse function for that it is a plain cast, which fails. #}
{% macro safe_cast(field, type) -%}
  {{ return(adapter.dispatch('safe_cast', 'dbt')(field, type)) }}
{%- endmacro %}

{% macro default__safe_cast(field, type) %}
  cast({{ field }} as {{ type }})
{% endmacro %}
