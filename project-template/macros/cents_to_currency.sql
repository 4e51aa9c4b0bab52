{# Divides by 100.0 rather than 100: many warehouses would divide two integers into an integer. #}
{% macro cents_to_currency(column) -%}
    cast({{ column }} / 100.0 as decimal(16, 2))
{%- endmacro %}
