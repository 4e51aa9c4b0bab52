{#
  A strategy says how a snapshot knows that a row changed. It is a macro `snapshot_<name>_strategy` that returns a dict of SQL:
  unique_key, updated_at, row_changed (a condition over the two relations), scd_id (the id of one version) and hard_deletes.
#}
{% macro strategy_dispatch(name) -%}
  {%- set package, strategy = name.split('.', 1) if '.' in name else (none, name) -%}
  {%- set found = (context[package] if package else context)['snapshot_' ~ strategy ~ '_strategy'] -%}
  {%- if not found -%}
    {%- do exceptions.raise_compiler_error('There is no snapshot strategy `' ~ name ~ '`: no macro `snapshot_' ~ strategy ~ '_strategy`.') -%}
  {%- endif -%}
  {{ return(found) }}
{%- endmacro %}


{# What the strategy of this snapshot says, about the two relations of `snapshot_staging_table`. #}
{% macro snapshot_strategy_of_node(target_exists) -%}
  {%- set strategy = strategy_dispatch(config.get('strategy')) -%}
  {{ return(strategy(model, 'snapshotted_data', 'source_data', model['config'], target_exists)) }}
{%- endmacro %}


{# One hash of several expressions, a null as empty text. The `|` keeps ('a','bc') apart from ('ab','c'). #}
{% macro snapshot_hash_arguments(args) -%}
  {{ return(adapter.dispatch('snapshot_hash_arguments', 'dbt')(args)) }}
{%- endmacro %}

{% macro default__snapshot_hash_arguments(args) -%}
  {%- set texts = [] -%}
  {%- for arg in args -%}
    {%- do texts.append("coalesce(cast(" ~ arg ~ " as varchar), '')") -%}
  {%- endfor -%}
  md5({{ texts | join(" || '|' || ") }})
{%- endmacro %}


{# `hard_deletes` as configured, with the older `invalidate_hard_deletes: true` as its `invalidate`. #}
{% macro snapshot_hard_deletes(model_config) -%}
  {%- set older = 'invalidate' if model_config.get('invalidate_hard_deletes') else 'ignore' -%}
  {{ return(model_config.get('hard_deletes') or older) }}
{%- endmacro %}


{% macro snapshot_strategy_of(model_config, updated_at, row_changed) -%}
  {%- set key = model_config.get('unique_key') -%}
  {%- set keys = [key] if key is string else key -%}
  {%- set hard_deletes = snapshot_hard_deletes(model_config) -%}
  {{ return({
    'unique_key': key,
    'updated_at': updated_at,
    'row_changed': row_changed,
    'scd_id': snapshot_hash_arguments(keys + [updated_at]),
    'invalidate_hard_deletes': hard_deletes == 'invalidate',
    'hard_deletes': hard_deletes,
  }) }}
{%- endmacro %}


{# A row changed when its `updated_at` is later than the version that the snapshot has. #}
{% macro snapshot_timestamp_strategy(node, snapshotted_rel, current_rel, model_config, target_exists) -%}
  {%- set updated_at = model_config.get('updated_at') -%}
  {%- set from = get_snapshot_table_column_names().dbt_valid_from -%}
  {{ return(snapshot_strategy_of(
    model_config, updated_at, '(' ~ snapshotted_rel ~ '.' ~ from ~ ' < ' ~ current_rel ~ '.' ~ updated_at ~ ')'
  )) }}
{%- endmacro %}


{# A row changed when one of the `check_cols` has another value, null being a value. `all` takes every column of the query. #}
{% macro snapshot_check_strategy(node, snapshotted_rel, current_rel, model_config, target_exists) -%}
  {%- set added, names = snapshot_check_all_get_existing_columns(node, target_exists, model_config.get('check_cols')) -%}
  {%- set changes = [dbt.get_true_sql()] if added else [] -%}
  {%- for name in names if not added -%}
    {%- set old, new = snapshotted_rel ~ '.' ~ name, current_rel ~ '.' ~ name -%}
    {%- do changes.append(old ~ ' <> ' ~ new ~ ' or (' ~ old ~ ' is null) <> (' ~ new ~ ' is null)') -%}
  {%- endfor -%}
  {%- set updated_at = model_config.get('updated_at') or dbt.snapshot_get_time() -%}
  {{ return(snapshot_strategy_of(model_config, updated_at, '(' ~ changes | join(' or ') ~ ')')) }}
{%- endmacro %}


{# A pair: whether the query has a column that the snapshot lacks, and the checked columns that both have, quoted. #}
{% macro snapshot_check_all_get_existing_columns(node, target_exists, check_cols_config) -%}
  {%- set all = check_cols_config == 'all' -%}
  {%- if not all and (check_cols_config is string or not check_cols_config) -%}
    {%- do exceptions.raise_compiler_error('`check_cols` is `' ~ check_cols_config ~ '`, but must be `all` or a list of columns.') -%}
  {%- endif -%}
  {%- set checked = get_columns_in_query(node['compiled_code']) if all else check_cols_config -%}
  {%- set existing = adapter.get_columns_in_relation(load_relation(this)) | map(attribute='name') | map('lower') | list if target_exists else [] -%}
  {%- set added, both = [], [] -%}
  {%- for name in checked -%}
    {%- do (both if name | lower in existing or not target_exists else added).append(adapter.quote(name) if all else name) -%}
  {%- endfor -%}
  {{ return((added | length > 0, both)) }}
{%- endmacro %}


{# A condition that always holds. #}
{% macro get_true_sql() -%}
  {{ return(adapter.dispatch('get_true_sql', 'dbt')()) }}
{%- endmacro %}

{% macro default__get_true_sql() -%}
  {{ return('true') }}
{%- endmacro %}
