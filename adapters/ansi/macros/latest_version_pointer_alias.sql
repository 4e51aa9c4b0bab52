{# What the view is called that points at a model's latest version: the alias of its `latest_version_pointer`, else the model's name. #}
{% macro generate_latest_version_pointer_alias(custom_alias_name=none, node=none) -%}
  {{ return(adapter.dispatch('generate_latest_version_pointer_alias', 'dbt')(custom_alias_name, node)) }}
{%- endmacro %}

{% macro default__generate_latest_version_pointer_alias(custom_alias_name=none, node=none) -%}
  {{ return((custom_alias_name | trim) if custom_alias_name else node.name) }}
{%- endmacro %}
