{# A snapshot keeps every version of a row, each with the time from which and to which it was valid. #}

{# What the added columns are called: `snapshot_meta_column_names` renames them. #}
{% macro get_snapshot_table_column_names() -%}
  {%- set renamed = config.get('snapshot_meta_column_names') or {} -%}
  {%- set names = {} -%}
  {%- for name in ['dbt_valid_from', 'dbt_valid_to', 'dbt_scd_id', 'dbt_updated_at', 'dbt_is_deleted'] -%}
    {%- do names.update({name: renamed[name] or name}) -%}
  {%- endfor -%}
  {{ return(names) }}
{%- endmacro %}


{# The `dbt_valid_to` of a version that is current: null, unless `dbt_valid_to_current` is set. #}
{% macro snapshot_valid_to_current(updated_at) -%}
  {%- set current = config.get('dbt_valid_to_current') -%}
  {#- nullif of a moment with itself: a null that has a type. -#}
  {{ return(current if current else 'nullif(' ~ updated_at ~ ', ' ~ updated_at ~ ')') }}
{%- endmacro %}

{% macro snapshot_is_current(relation) -%}
  {%- set current = config.get('dbt_valid_to_current') -%}
  {%- set valid_to = relation ~ '.' ~ get_snapshot_table_column_names().dbt_valid_to -%}
  ({{ valid_to }} is null{% if current %} or {{ valid_to }} = {{ current }}{% endif %})
{%- endmacro %}


{% macro get_dbt_valid_to_current(strategy, columns) -%}
  {{ snapshot_valid_to_current(strategy.updated_at) }} as {{ columns.dbt_valid_to }}
{%- endmacro %}


{# The columns that a version gets beside those of the query. #}
{% macro snapshot_version_columns(strategy) -%}
  {%- set names = get_snapshot_table_column_names() -%}
  {{ strategy.scd_id }} as {{ names.dbt_scd_id }},
    {{ strategy.updated_at }} as {{ names.dbt_updated_at }},
    {{ strategy.updated_at }} as {{ names.dbt_valid_from }},
    {{ get_dbt_valid_to_current(strategy, names) }}
  {%- if strategy.hard_deletes == 'new_record' %},
    'False' as {{ names.dbt_is_deleted }}
  {%- endif -%}
{%- endmacro %}


{# The first run: every row is a current version. #}
{% macro build_snapshot_table(strategy, sql) -%}
  {{ return(adapter.dispatch('build_snapshot_table', 'dbt')(strategy, sql)) }}
{%- endmacro %}

{% macro default__build_snapshot_table(strategy, sql) -%}
select *, {{ snapshot_version_columns(strategy) }}
from (
  {{ sql }}
) as snapshot_query
{%- endmacro %}


{#
  Later runs: what has to happen, one row per act, which `dbt_change_type` names. `insert` adds a version; `update` and `delete`
  close the version with that scd_id. Rows that are `refused` have no key, or share theirs: then nothing happens. The two relations bear
  the names that strategies are asked about.
#}
{% macro snapshot_staging_table(strategy, source_sql, target_relation) -%}
  {{ return(adapter.dispatch('snapshot_staging_table', 'dbt')(strategy, source_sql, target_relation)) }}
{%- endmacro %}

{% macro default__snapshot_staging_table(strategy, source_sql, target_relation) -%}
  {%- set names = get_snapshot_table_column_names() -%}
  {%- set same_key = unique_key_join_on(strategy.unique_key, 'snapshotted_data', 'source_data') -%}
  {%- set is_new = unique_key_is_null(strategy.unique_key, 'snapshotted_data') -%}
  {%- set is_gone = unique_key_is_null(strategy.unique_key, 'source_data') -%}
  {%- set marks = strategy.hard_deletes == 'new_record' -%}
  {%- set was_deleted = 'snapshotted_data.' ~ names.dbt_is_deleted ~ " = 'True'" -%}
  {%- set changed = '(' ~ strategy.row_changed ~ (' or ' ~ was_deleted if marks else '') ~ ')' -%}
  {%- set now = dbt.snapshot_get_time() -%}
with source_data as (
  select *,
    {{ unique_key_fields(strategy.unique_key) }},
    {{ snapshot_version_columns(strategy) }}
  from (
    {{ source_sql }}
  ) as snapshot_query
),
snapshotted_data as (
  select *, {{ unique_key_fields(strategy.unique_key) }}
  from {{ target_relation }} as snapshot_target
  where {{ snapshot_is_current('snapshot_target') }}
),
insertions as (
  select 'insert' as dbt_change_type, source_data.*
  from source_data
  left join snapshotted_data on {{ same_key }}
  where {{ is_new }} or {{ changed }}
),
updates as (
  select 'update' as dbt_change_type, source_data.*, snapshotted_data.{{ names.dbt_scd_id }} as closed_scd_id
  from source_data
  join snapshotted_data on {{ same_key }}
  where {{ changed }}
)
{%- set columns = snapshot_staging_columns(strategy, source_sql) %}
{%- set added = snapshot_added_columns(columns, target_relation) %}
select dbt_change_type, {{ columns | join(', ') }} from insertions
union all
select 'refused', {{ columns | join(', ') }} from source_data
where {{ snapshot_key_is_refused(strategy.unique_key, 'source_data') }}
union all
select dbt_change_type, {{ snapshot_closing_columns(columns, 'updates.', 'closed_scd_id', names.dbt_updated_at) }} from updates
{%- if strategy.hard_deletes in ('invalidate', 'new_record') %}
union all
select 'delete', {{ snapshot_closing_columns(columns, 'snapshotted_data.', 'snapshotted_data.' ~ names.dbt_scd_id, now, added) }}
from snapshotted_data
left join source_data on {{ same_key }}
where {{ is_gone }}{{ ' and not ' ~ was_deleted if marks }}
{%- endif %}
{%- if marks %}
union all
select 'insert', {{ snapshot_tombstone_columns(columns, now, added) }}
from snapshotted_data
left join source_data on {{ same_key }}
where {{ is_gone }} and not {{ was_deleted }}
{%- endif %}
{%- endmacro %}

{# Whether the key of a row is null in part, or that of another row too. #}
{% macro snapshot_key_is_refused(unique_key, rows) -%}
  {%- set names = unique_key_names(unique_key) -%}
  {%- set list = names | join(', ') -%}
  {{ names | join(' is null or ') }} is null
  or {{ '(' ~ list ~ ')' if names | length > 1 else list }} in (select {{ list }} from {{ rows }} group by {{ list }} having count(*) > 1)
{%- endmacro %}

{# The columns of the query and the added ones, quoted alike so that every branch of the union lists the same. #}
{% macro snapshot_staging_columns(strategy, source_sql) -%}
  {%- set columns = [] -%}
  {%- for name in get_columns_in_query(source_sql) -%}
    {%- do columns.append(adapter.quote(name)) -%}
  {%- endfor -%}
  {%- for kind, name in get_snapshot_table_column_names().items() if kind != 'dbt_is_deleted' or strategy.hard_deletes == 'new_record' -%}
    {%- do columns.append(name) -%}
  {%- endfor -%}
  {{ return(columns) }}
{%- endmacro %}

{# Those of the columns that the snapshot does not have yet. #}
{% macro snapshot_added_columns(columns, target_relation) -%}
  {%- set known = [] -%}
  {%- for column in adapter.get_columns_in_relation(target_relation) -%}
    {%- do known.extend([column.name | lower, adapter.quote(column.name) | lower]) -%}
  {%- endfor -%}
  {%- set added = [] -%}
  {%- for column in columns if column | lower not in known -%}
    {%- do added.append(column) -%}
  {%- endfor -%}
  {{ return(added) }}
{%- endmacro %}

{# A row that closes a version: only its scd_id and the moment matter. #}
{% macro snapshot_closing_columns(columns, prefix, scd_id, moment, added=[]) -%}
  {%- set names = get_snapshot_table_column_names() -%}
  {%- for column in columns -%}
    {%- if column == names.dbt_scd_id -%}{{ scd_id }}
    {%- elif column == names.dbt_valid_to -%}{{ moment }}
    {%- elif column in added -%}null
    {%- else -%}{{ prefix }}{{ column }}
    {%- endif -%}{{ ', ' if not loop.last }}
  {%- endfor -%}
{%- endmacro %}

{# The version that says that a row is gone, with its last values. #}
{% macro snapshot_tombstone_columns(columns, now, added=[]) -%}
  {%- set names = get_snapshot_table_column_names() -%}
  {%- set expressions = {
    names.dbt_scd_id: snapshot_hash_arguments(['snapshotted_data.' ~ names.dbt_scd_id, now]),
    names.dbt_updated_at: now,
    names.dbt_valid_from: now,
    names.dbt_valid_to: snapshot_valid_to_current(now),
    names.dbt_is_deleted: "'True'",
  } -%}
  {%- for column in columns -%}
    {{ expressions.get(column) or ('null' if column in added else 'snapshotted_data.' ~ column) }}{{ ', ' if not loop.last }}
  {%- endfor -%}
{%- endmacro %}


{# Builds the staging table as a temporary one and returns it. #}
{% macro build_snapshot_staging_table(strategy, sql, target_relation) -%}
  {%- set staging = make_temp_relation(target_relation) -%}
  {%- call statement('build_snapshot_staging_relation') -%}
    {{ create_table_as(True, staging, snapshot_staging_table(strategy, sql, target_relation)) }}
  {%- endcall -%}
  {{ return(staging) }}
{%- endmacro %}


{# Applies the staging table to the snapshot. An insert never matches: a row that comes back may have the scd_id of its past. #}
{% macro snapshot_merge_sql(target, source, insert_cols) -%}
  {{ return(adapter.dispatch('snapshot_merge_sql', 'dbt')(target, source, insert_cols)) }}
{%- endmacro %}

{% macro default__snapshot_merge_sql(target, source, insert_cols) -%}
  {%- set names = get_snapshot_table_column_names() -%}
  {%- set columns = insert_cols | join(', ') -%}
merge into {{ target.render() }} as DBT_INTERNAL_DEST
using {{ source }} as DBT_INTERNAL_SOURCE
on DBT_INTERNAL_SOURCE.{{ names.dbt_scd_id }} = DBT_INTERNAL_DEST.{{ names.dbt_scd_id }}
  and DBT_INTERNAL_SOURCE.dbt_change_type in ('update', 'delete')
  and {{ snapshot_is_current('DBT_INTERNAL_DEST') }}
when matched then update set {{ names.dbt_valid_to }} = DBT_INTERNAL_SOURCE.{{ names.dbt_valid_to }}
when not matched and DBT_INTERNAL_SOURCE.dbt_change_type = 'insert'
  then insert ({{ columns }}) values (DBT_INTERNAL_SOURCE.{{ insert_cols | join(', DBT_INTERNAL_SOURCE.') }})
{%- endmacro %}


{# Clears up after the merge; empty where the staging table ends with the session. #}
{% macro post_snapshot(staging_relation) -%}
  {{ return(adapter.dispatch('post_snapshot', 'dbt')(staging_relation)) }}
{%- endmacro %}

{% macro default__post_snapshot(staging_relation) -%}
{%- endmacro %}


{# Adds the columns that the query has and the snapshot lacks. #}
{% macro create_columns(relation, columns) -%}
  {{ return(adapter.dispatch('create_columns', 'dbt')(relation, columns)) }}
{%- endmacro %}

{% macro default__create_columns(relation, columns) -%}
  {%- do alter_relation_add_remove_columns(relation, columns) -%}
{%- endmacro %}


{# A key of one column is `dbt_unique_key`, one of several `dbt_unique_key_1` and so on. #}
{% macro unique_key_names(unique_key) -%}
  {%- if unique_key is string -%}{{ return(['dbt_unique_key']) }}{%- endif -%}
  {%- set names = [] -%}
  {%- for key in unique_key -%}
    {%- do names.append('dbt_unique_key_' ~ loop.index) -%}
  {%- endfor -%}
  {{ return(names) }}
{%- endmacro %}

{% macro unique_key_fields(unique_key) -%}
  {%- set keys = [unique_key] if unique_key is string else unique_key -%}
  {%- for name in unique_key_names(unique_key) -%}
    {{ keys[loop.index0] }} as {{ name }}{{ ', ' if not loop.last }}
  {%- endfor -%}
{%- endmacro %}

{% macro unique_key_join_on(unique_key, identifier, from_identifier) -%}
  {%- for name in unique_key_names(unique_key) -%}
    {{ identifier }}.{{ name }} = {{ from_identifier }}.{{ name }}{{ ' and ' if not loop.last }}
  {%- endfor -%}
{%- endmacro %}

{# Of an outer join's side that found no row: any key column tells. #}
{% macro unique_key_is_null(unique_key, identifier) -%}
  {{ identifier }}.{{ unique_key_names(unique_key)[0] }} is null
{%- endmacro %}

{% macro unique_key_is_not_null(unique_key, identifier) -%}
  {{ identifier }}.{{ unique_key_names(unique_key)[0] }} is not null
{%- endmacro %}
