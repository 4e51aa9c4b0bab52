{{ config(materialized='incremental', unique_key=['id', 'nmae']) }}
select 1 as id, 'a' as name
