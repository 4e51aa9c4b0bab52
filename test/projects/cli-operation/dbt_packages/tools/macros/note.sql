{% macro note(text) %}{{ log('noted: ' ~ text, info=true) }}{% endmacro %}
