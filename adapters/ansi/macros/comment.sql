{# Descriptions written into the warehouse, when the node's `persist_docs` config asks for it. #}
{% macro persist_docs(relation, model, for_relation=true, for_columns=true) -%}
  {{ return(adapter.dispatch('persist_docs', 'dbt')(relation, model, for_relation, for_columns)) }}
{%- endmacro %}

{% macro default__persist_docs(relation, model, for_relation, for_columns) -%}
  {%- if for_relation and config.persist_relation_docs() and model.description -%}
    {%- do run_query(alter_relation_comment(relation, model.description)) -%}
  {%- endif -%}
  {%- if for_columns and config.persist_column_docs() and model.columns -%}
    {%- set change = alter_column_comment(relation, model.columns) | trim -%}
    {%- if change -%}{%- do run_query(change) -%}{%- endif -%}
  {%- endif -%}
{%- endmacro %}


{% macro alter_relation_comment(relation, relation_comment) -%}
  {{ return(adapter.dispatch('alter_relation_comment', 'dbt')(relation, relation_comment)) }}
{%- endmacro %}

{% macro default__alter_relation_comment(relation, relation_comment) -%}
  comment on {{ relation.type or 'table' }} {{ relation }} is '{{ dbt.escape_single_quotes(relation_comment) }}'
{%- endmacro %}


{# One statement per described column. `column_dict`: name to properties, as the YAML gives them. #}
{% macro alter_column_comment(relation, column_dict) -%}
  {{ return(adapter.dispatch('alter_column_comment', 'dbt')(relation, column_dict)) }}
{%- endmacro %}

{% macro default__alter_column_comment(relation, column_dict) -%}
  {%- set existing = adapter.get_columns_in_relation(relation) | map(attribute='name') | list -%}
  {%- set described = validate_doc_columns(relation, column_dict, existing) -%}
  {%- for name, column in described.items() if column.description %}
  comment on column {{ relation }}.{{ adapter.quote(name) if column.quote else name }} is '{{ dbt.escape_single_quotes(column.description) }}';
  {%- endfor -%}
{%- endmacro %}


{# The entries whose columns exist, without regard to case. The others are logged. #}
{% macro validate_doc_columns(relation, column_dict, existing_column_names) -%}
  {%- set existing = existing_column_names | map('lower') | list -%}
  {%- set found = {} -%}
  {%- for name, column in column_dict.items() -%}
    {%- if name | lower in existing -%}
      {%- do found.update({name: column}) -%}
    {%- else -%}
      {%- do log('`' ~ name ~ '` is described in YAML but is no column of ' ~ relation ~ '.') -%}
    {%- endif -%}
  {%- endfor -%}
  {{ return(found) }}
{%- endmacro %}
