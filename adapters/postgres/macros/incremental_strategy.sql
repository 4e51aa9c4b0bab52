{# With a unique key its rows are replaced, without one rows are added. #}
{% macro postgres__get_incremental_default_sql(arg_dict) -%}
  {%- if arg_dict['unique_key'] -%}
    {{ return(get_incremental_delete_insert_sql(arg_dict)) }}
  {%- endif -%}
  {{ return(get_incremental_append_sql(arg_dict)) }}
{%- endmacro %}


{# The rows of one batch's time span are replaced. Bounds are UTC, the first included, the last excluded. #}
{% macro postgres__get_incremental_microbatch_sql(arg_dict) -%}
  {%- set target, names = arg_dict['target_relation'], get_quoted_csv(arg_dict['dest_columns'] | map(attribute='name')) -%}
  {%- set event_time, batch = config.get('event_time'), model.batch -%}
  {%- set in_batch -%}
    {{ event_time }} >= cast('{{ batch.event_time_start }}' as timestamp)
    and {{ event_time }} < cast('{{ batch.event_time_end }}' as timestamp)
  {%- endset %}
  delete from {{ target }} where {{ in_batch }};
  insert into {{ target }} ({{ names }})
  select {{ names }} from {{ arg_dict['temp_relation'] }} where {{ in_batch }}
{%- endmacro %}
