{{
  config(
    tags=['x'],
    materialized='nothing_like_it'
  )
}}
select 1 as one
