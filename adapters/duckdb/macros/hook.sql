{# A commit without an open transaction is an error in DuckDB. #}
{% macro duckdb__leave_transaction_sql() -%}
  {{ return('') }}
{%- endmacro %}
