{{ config(materialized='incremental', unique_key='id') }}
select 1 as id, 'a' as name
{% if var('second', false) %}union all select 1, 'b'{% endif %}
