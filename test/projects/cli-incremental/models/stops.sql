{{ config(materialized='incremental', on_schema_change='fail') }}
select 1 as id {% if var('second', false) %}, 'a' as name{% endif %}
