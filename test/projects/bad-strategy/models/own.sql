{{ config(materialized='incremental', incremental_strategy='newest_only') }} select 1 as id
