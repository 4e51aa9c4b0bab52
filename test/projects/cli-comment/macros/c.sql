{% macro comment_of(node) %}{{ node.name if node else connection_name }} for {{ target.name }}{% endmacro %}
