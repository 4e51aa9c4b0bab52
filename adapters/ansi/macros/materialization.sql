{#
  The built-in materializations as blocks of the building blocks in this folder. Modelwright plans them itself, and runs these where a
  project has overridden one of those building blocks, or calls a block: `dbt.materialization_table_default()`.
#}

{% materialization view, default -%}
  {%- set target = this.incorporate(type='view') -%}
  {{ return(build_aside(target, get_create_view_as_sql(make_intermediate_relation(target), sql))) }}
{%- endmaterialization %}


{% materialization table, default -%}
  {%- set target = this.incorporate(type='table') -%}
  {{ return(build_aside(target, get_create_table_as_sql(False, make_intermediate_relation(target), sql))) }}
{%- endmaterialization %}


{# Runs `create_sql`, which makes the intermediate relation, and puts that in the place of what stands there. #}
{% macro build_aside(target, create_sql) -%}
  {%- set existing = load_cached_relation(target) -%}
  {%- set aside = make_intermediate_relation(target) -%}
  {%- set kept = make_backup_relation(target, existing.type if existing else target.type) -%}
  {%- do drop_relation_if_exists(load_cached_relation(aside)) -%}
  {%- do drop_relation_if_exists(load_cached_relation(kept)) -%}
  {{ run_hooks(pre_hooks, inside_transaction=False) }}
  {{ run_hooks(pre_hooks, inside_transaction=True) }}
  {%- call statement('main') -%}{{ create_sql }}{%- endcall -%}
  {%- do adapter.cache_added(aside) -%}
  {%- if target.is_table -%}{%- do create_indexes(aside) -%}{%- endif -%}
  {%- do put_in_place(aside, existing, kept, target) -%}
  {{ finish_build(target, existing, true) }}
  {{ return({'relations': [target]}) }}
{%- endmacro %}

{% macro put_in_place(aside, existing, kept, target) -%}
  {%- if existing -%}{%- do adapter.rename_relation(existing, kept) -%}{%- endif -%}
  {%- do adapter.rename_relation(aside, target) -%}
  {%- do drop_relation_if_exists(kept if existing else none) -%}
{%- endmacro %}

{% macro finish_build(target, existing, replaced) -%}
  {%- do apply_grants(target, config.get('grants'), should_revoke=should_revoke(existing, full_refresh_mode=replaced)) -%}
  {%- do persist_docs(target, model) -%}
  {{ run_hooks(post_hooks, inside_transaction=True) }}
  {{ run_hooks(post_hooks, inside_transaction=False) }}
{%- endmacro %}


{% materialization incremental, default -%}
  {%- set target = this.incorporate(type='table') -%}
  {%- set existing = load_cached_relation(target) -%}
  {%- if existing is none or existing.is_view or should_full_refresh() -%}
    {{ return(build_aside(target, get_create_table_as_sql(False, make_intermediate_relation(target), sql))) }}
  {%- endif -%}
  {{ run_hooks(pre_hooks, inside_transaction=False) }}
  {{ run_hooks(pre_hooks, inside_transaction=True) }}
  {%- set new_rows = make_temp_relation(target) -%}
  {%- do run_query(get_create_table_as_sql(True, new_rows, sql)) -%}
  {%- call statement('main') -%}{{ incremental_sql(existing, new_rows) }}{%- endcall -%}
  {%- do adapter.drop_relation(new_rows) -%}
  {{ finish_build(target, existing, false) }}
  {{ return({'relations': [target]}) }}
{%- endmaterialization %}

{# What the model's strategy does with the new rows, after the columns of the table have followed them. #}
{% macro incremental_sql(existing, new_rows) -%}
  {%- set on_change = incremental_validate_on_schema_change(config.get('on_schema_change'), default='ignore') -%}
  {%- do adapter.expand_target_column_types(from_relation=new_rows, to_relation=existing) -%}
  {%- set columns = process_schema_changes(on_change, new_rows, existing) or adapter.get_columns_in_relation(existing) -%}
  {%- set write = adapter.get_incremental_strategy_macro(context, config.get('incremental_strategy') or 'default') -%}
  {{ write({
    'target_relation': existing,
    'temp_relation': new_rows,
    'unique_key': config.get('unique_key'),
    'dest_columns': columns,
    'incremental_predicates': config.get('predicates') or config.get('incremental_predicates')
  }) }}
{%- endmacro %}


{# The verdict of a data test is the one row of the statement `main`. #}
{% materialization test, default -%}
  {%- set relations = [] -%}
  {%- set rows_sql = sql -%}
  {%- if should_store_failures() -%}
    {%- set kind = config.get('store_failures_as') or 'table' -%}
    {%- set kept = this.incorporate(type=kind) -%}
    {%- do drop_relation_if_exists(load_cached_relation(kept)) -%}
    {%- call statement(auto_begin=True) -%}{{ get_create_sql(kept, sql) }}{%- endcall -%}
    {%- do adapter.cache_added(kept) -%}
    {%- do relations.append(kept) -%}
    {%- set rows_sql = 'select * from ' ~ kept -%}
  {%- endif -%}
  {%- set limit, fail_calc = config.get('limit'), config.get('fail_calc') -%}
  {%- call statement('main', fetch_result=True) -%}
    {{ get_test_sql(rows_sql, fail_calc or 'count(*)', config.get('warn_if') or '!= 0', config.get('error_if') or '!= 0', limit) }}
  {%- endcall -%}
  {{ return({'relations': relations}) }}
{%- endmaterialization %}
