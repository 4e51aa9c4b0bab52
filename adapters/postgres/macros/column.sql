{% macro postgres__get_columns_in_relation(relation) -%}
  {%- call statement('get_columns_in_relation', fetch_result=True) -%}
    select
      a.attname as column_name,
      format_type(a.atttypid, null) as data_type,
      case when t.typname in ('varchar', 'bpchar') and a.atttypmod > 4 then a.atttypmod - 4 end as character_maximum_length,
      case when t.typname = 'numeric' and a.atttypmod > 4 then (a.atttypmod - 4) >> 16 end as numeric_precision,
      case when t.typname = 'numeric' and a.atttypmod > 4 then (a.atttypmod - 4) & 2047 end as numeric_scale
    from pg_attribute a
    join pg_type t on t.oid = a.atttypid
    join pg_class c on c.oid = a.attrelid
    join pg_namespace n on n.oid = c.relnamespace
    where a.attnum > 0
      and not a.attisdropped
      and {{ catalog_name_is('c.relname', relation.identifier) }}
      and {{ catalog_name_is('n.nspname', relation.schema) if relation.schema else 'n.oid = pg_my_temp_schema()' }}
    order by a.attnum
  {%- endcall -%}
  {{ return(sql_convert_columns_in_relation(load_result('get_columns_in_relation').table)) }}
{%- endmacro %}


{# In place: the column keeps its position. #}
{% macro postgres__alter_column_type(relation, column_name, new_column_type) -%}
  {%- set name = adapter.quote(column_name) -%}
  {%- do run_query(
    'alter table ' ~ relation ~ ' alter column ' ~ name ~ ' type ' ~ new_column_type ~ ' using ' ~ dbt.cast(name, new_column_type)
  ) -%}
{%- endmacro %}
