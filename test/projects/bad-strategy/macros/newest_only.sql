{% macro get_incremental_newest_only_sql(arg_dict) %}select 1{% endmacro %}
