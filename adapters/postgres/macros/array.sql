{% macro postgres__array_construct(inputs, data_type) -%}
  {%- if inputs -%}
    array[{{ inputs | join(', ') }}]
  {%- else -%}
    cast('{}' as {{ data_type }}[])
  {%- endif -%}
{%- endmacro %}
