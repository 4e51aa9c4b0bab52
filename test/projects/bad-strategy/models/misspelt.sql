{{ config(materialized='incremental', incremental_strategy='appendd') }} select 1 as id
