{{ config(materialized='incrementl') }}
select 1 as one
