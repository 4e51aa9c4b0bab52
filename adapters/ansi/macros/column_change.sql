{# How the columns of an incremental model's new rows differ from those of its table, and what `on_schema_change` does about it. #}

{# The columns of the first list whose names the second does not have. #}
{% macro diff_columns(source_columns, target_columns) -%}
  {%- set known = target_columns | map(attribute='column') | map('lower') | list -%}
  {%- set missing = [] -%}
  {%- for column in source_columns if column.column | lower not in known -%}
    {%- do missing.append(column) -%}
  {%- endfor -%}
  {{ return(missing) }}
{%- endmacro %}


{# The columns whose types differ: a list of `column_name` and `new_type`. #}
{% macro diff_column_data_types(source_columns, target_columns) -%}
  {{ return(adapter.dispatch('diff_column_data_types', 'dbt')(source_columns, target_columns)) }}
{%- endmacro %}

{# A text that fits into a wider one of the table is no change. #}
{% macro default__diff_column_data_types(source_columns, target_columns) -%}
  {%- set changes = [] -%}
  {%- for new in source_columns -%}
    {%- for old in target_columns if old.column | lower == new.column | lower and old.data_type != new.data_type -%}
      {%- if not new.can_expand_to(other_column=old) -%}
        {%- do changes.append({'column_name': old.column, 'new_type': new.data_type}) -%}
      {%- endif -%}
    {%- endfor -%}
  {%- endfor -%}
  {{ return(changes) }}
{%- endmacro %}


{% macro check_for_schema_changes(source_relation, target_relation) -%}
  {{ return(adapter.dispatch('check_for_schema_changes', 'dbt')(source_relation, target_relation)) }}
{%- endmacro %}

{% macro default__check_for_schema_changes(source_relation, target_relation) -%}
  {%- set new = adapter.get_columns_in_relation(source_relation) -%}
  {%- set old = adapter.get_columns_in_relation(target_relation) -%}
  {%- set changes = {
    'source_columns': new,
    'target_columns': old,
    'source_not_in_target': diff_columns(new, old),
    'target_not_in_source': diff_columns(old, new),
    'new_target_types': diff_column_data_types(new, old),
  } -%}
  {%- set changed = changes.source_not_in_target or changes.target_not_in_source or changes.new_target_types -%}
  {%- do changes.update({'schema_changed': true if changed else false}) -%}
  {{ return(changes) }}
{%- endmacro %}


{# The setting if it is one, else the default with a warning. #}
{% macro incremental_validate_on_schema_change(on_schema_change, default='ignore') -%}
  {%- set known = ['ignore', 'fail', 'append_new_columns', 'sync_all_columns'] -%}
  {%- if on_schema_change in known -%}{{ return(on_schema_change) }}{%- endif -%}
  {%- do log('`on_schema_change` is `' ~ on_schema_change ~ '`, not one of `' ~ known | join('`, `') ~ '`: `' ~ default ~ '` is used.') -%}
  {{ return(default) }}
{%- endmacro %}


{# Applies the setting. Returns the columns that an insert of the new rows fills; an empty dict when the setting is `ignore`. #}
{% macro process_schema_changes(on_schema_change, source_relation, target_relation) -%}
  {{ return(adapter.dispatch('process_schema_changes', 'dbt')(on_schema_change, source_relation, target_relation)) }}
{%- endmacro %}

{% macro default__process_schema_changes(on_schema_change, source_relation, target_relation) -%}
  {%- if on_schema_change == 'ignore' -%}{{ return({}) }}{%- endif -%}
  {%- set changes = check_for_schema_changes(source_relation, target_relation) -%}
  {%- if changes.schema_changed and on_schema_change == 'fail' -%}
    {%- do exceptions.raise_compiler_error(schema_change_message(target_relation, changes)) -%}
  {%- elif changes.schema_changed -%}
    {%- do sync_column_schemas(on_schema_change, target_relation, changes) -%}
  {%- endif -%}
  {{ return(changes.source_columns) }}
{%- endmacro %}

{% macro schema_change_message(target_relation, changes) -%}
  The columns of {{ target_relation }} no longer match the model, and `on_schema_change` is `fail`.
  Only in the model: {{ changes.source_not_in_target | map(attribute='name') | join(', ') or 'none' }}.
  Only in the table: {{ changes.target_not_in_source | map(attribute='name') | join(', ') or 'none' }}.
  With another type: {{ changes.new_target_types | map(attribute='column_name') | join(', ') or 'none' }}.
  Run the model with --full-refresh, or set `on_schema_change` to `append_new_columns` or `sync_all_columns`.
{%- endmacro %}


{% macro sync_column_schemas(on_schema_change, target_relation, schema_changes_dict) -%}
  {{ return(adapter.dispatch('sync_column_schemas', 'dbt')(on_schema_change, target_relation, schema_changes_dict)) }}
{%- endmacro %}

{% macro default__sync_column_schemas(on_schema_change, target_relation, schema_changes_dict) -%}
  {%- set added = schema_changes_dict.source_not_in_target -%}
  {%- set whole = on_schema_change == 'sync_all_columns' -%}
  {%- set removed = schema_changes_dict.target_not_in_source if whole else [] -%}
  {%- if added or removed -%}
    {%- do alter_relation_add_remove_columns(target_relation, added, removed) -%}
  {%- endif -%}
  {%- for change in schema_changes_dict.new_target_types if whole -%}
    {%- do alter_column_type(target_relation, change.column_name, change.new_type) -%}
  {%- endfor -%}
{%- endmacro %}
