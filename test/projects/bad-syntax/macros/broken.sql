{% macro broken(a, b %}
{% endmacro %}
