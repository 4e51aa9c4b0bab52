{# `fields` is a list of SQL expressions. #}
{% macro concat(fields) -%}
  {{ return(adapter.dispatch('concat', 'dbt')(fields)) }}
{%- endmacro %}

{% macro default__concat(fields) -%}
  {{ fields | join(' || ') }}
{%- endmacro %}


{# Text made safe to stand between single quotes. #}
{% macro escape_single_quotes(expression) -%}
  {{ return(adapter.dispatch('escape_single_quotes', 'dbt')(expression)) }}
{%- endmacro %}

{% macro default__escape_single_quotes(expression) -%}
  {{ expression | replace("'", "''") }}
{%- endmacro %}


{# Wraps text in quotes and changes nothing in it: callers escape first, some with the macro above. #}
{% macro string_literal(value) -%}
  {{ return(adapter.dispatch('string_literal', 'dbt')(value)) }}
{%- endmacro %}

{% macro default__string_literal(value) -%}
  '{{ value }}'
{%- endmacro %}


{% macro length(expression) -%}
  {{ return(adapter.dispatch('length', 'dbt')(expression)) }}
{%- endmacro %}

{% macro default__length(expression) %}
  length( {{ expression }} )
{%- endmacro %}


{# Where a text first occurs in another, counted from 1; 0 when it does not. #}
{% macro position(substring_text, string_text) -%}
  {{ return(adapter.dispatch('position', 'dbt')(substring_text, string_text)) }}
{%- endmacro %}

{% macro default__position(substring_text, string_text) %}
  position( {{ substring_text }} in {{ string_text }} )
{%- endmacro %}


{% macro replace(field, old_chars, new_chars) -%}
  {{ return(adapter.dispatch('replace', 'dbt')(field, old_chars, new_chars)) }}
{%- endmacro %}

{% macro default__replace(field, old_chars, new_chars) %}
  replace( {{ field }}, {{ old_chars }}, {{ new_chars }} )
{% endmacro %}


{% macro right(string_text, length_expression) -%}
  {{ return(adapter.dispatch('right', 'dbt')(string_text, length_expression)) }}
{%- endmacro %}

{% macro default__right(string_text, length_expression) %}
  right( {{ string_text }}, {{ length_expression }} )
{%- endmacro %}


{# The n-th part of a text, counted from 1, or from the end when negative, as far as the warehouse can count so. #}
{% macro split_part(string_text, delimiter_text, part_number) -%}
  {{ return(adapter.dispatch('split_part', 'dbt')(string_text, delimiter_text, part_number)) }}
{%- endmacro %}

{% macro default__split_part(string_text, delimiter_text, part_number) %}
  split_part( {{ string_text }}, {{ delimiter_text }}, {{ part_number }} )
{% endmacro %}

{# For warehouses whose split_part counts from the start only: parts = delimiters + 1. #}
{% macro _split_part_negative(string_text, delimiter_text, part_number) %}
  split_part(
    {{ string_text }},
    {{ delimiter_text }},
    length({{ string_text }}) - length( replace({{ string_text }}, {{ delimiter_text }}, '') ) + 2 + {{ part_number }}
  )
{% endmacro %}
