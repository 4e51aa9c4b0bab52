{{ config(materialized='table') }} select current_query() as sent
