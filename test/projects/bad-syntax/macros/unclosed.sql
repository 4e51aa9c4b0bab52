{% macro unclosed() %}
  select 1
