{% macro duckdb__generate_series(upper_bound) -%}
  select generated_number from range(1, {{ upper_bound }} + 1) as numbers(generated_number)
{%- endmacro %}
