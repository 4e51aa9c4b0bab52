{% macro check_target() %}
  {% if target.name == 'default' or true %}
    {{ exceptions.raise_compiler_error('Only production may build this.') }}
  {% endif %}
{% endmacro %}
