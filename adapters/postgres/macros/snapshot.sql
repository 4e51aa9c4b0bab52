{# Two statements, since MERGE came only with version 15. #}
{% macro postgres__snapshot_merge_sql(target, source, insert_cols) -%}
  {%- set names = get_snapshot_table_column_names() -%}
  {%- set columns = insert_cols | join(', ') -%}
update {{ target.render() }} as DBT_INTERNAL_DEST
set {{ names.dbt_valid_to }} = DBT_INTERNAL_SOURCE.{{ names.dbt_valid_to }}
from {{ source }} as DBT_INTERNAL_SOURCE
where DBT_INTERNAL_SOURCE.{{ names.dbt_scd_id }}::text = DBT_INTERNAL_DEST.{{ names.dbt_scd_id }}::text
  and DBT_INTERNAL_SOURCE.dbt_change_type in ('update', 'delete')
  and {{ snapshot_is_current('DBT_INTERNAL_DEST') }};

insert into {{ target.render() }} ({{ columns }})
select DBT_INTERNAL_SOURCE.{{ insert_cols | join(', DBT_INTERNAL_SOURCE.') }}
from {{ source }} as DBT_INTERNAL_SOURCE
where DBT_INTERNAL_SOURCE.dbt_change_type = 'insert'
{%- endmacro %}


{# The session may serve other nodes after this one, so the staging table is dropped. #}
{% macro postgres__post_snapshot(staging_relation) -%}
  {%- do run_query('drop table if exists ' ~ staging_relation) -%}
{%- endmacro %}
