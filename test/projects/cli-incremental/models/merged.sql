{{ config(materialized='incremental', unique_key='id', incremental_strategy='merge') }}
select 1 as id, 'a' as name
{% if var('second', false) %}union all select 1, 'b'{% endif %}
