{{ config(materialized='incremental') }}
select 1 as id {% if not var('second', false) %}, 'a' as name{% endif %}
