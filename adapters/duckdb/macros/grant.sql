{# DuckDB has no users. A project may have grants for its other targets, so this is a warning only. #}
{% macro duckdb__apply_grants(relation, grant_config, should_revoke=True) -%}
  {%- if grant_config -%}
    {%- do exceptions.warn('`grants` of ' ~ relation ~ ' are passed over: DuckDB has no users to grant to.') -%}
  {%- endif -%}
{%- endmacro %}
