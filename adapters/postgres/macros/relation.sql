{# Names are cut to make room for the suffix: Postgres keeps 63 characters. A temporary table is in no schema. #}

{% macro postgres__make_relation_with_suffix(base_relation, suffix, dstring) -%}
  {%- set ending = suffix ~ (py_current_timestring() if dstring else '') -%}
  {%- set identifier = base_relation.identifier[:63 - ending | length] ~ ending -%}
  {{ return(base_relation.incorporate(path={'identifier': identifier})) }}
{%- endmacro %}

{% macro postgres__make_intermediate_relation(base_relation, suffix) -%}
  {{ return(postgres__make_relation_with_suffix(base_relation, suffix, dstring=False)) }}
{%- endmacro %}

{% macro postgres__make_temp_relation(base_relation, suffix) -%}
  {%- set named = postgres__make_relation_with_suffix(base_relation, suffix, dstring=True) -%}
  {{ return(named.incorporate(path={'schema': none, 'database': none})) }}
{%- endmacro %}

{% macro postgres__make_backup_relation(base_relation, backup_relation_type, suffix) -%}
  {%- set named = postgres__make_relation_with_suffix(base_relation, suffix, dstring=False) -%}
  {{ return(named.incorporate(type=backup_relation_type)) }}
{%- endmacro %}
