{{ config(materialized='incremental', incremental_strategy='replace_where') }} select 1 as id
