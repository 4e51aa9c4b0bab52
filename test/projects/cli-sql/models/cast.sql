{{ config(materialized='table') }}
select id,
  cast(customer as integer) as customer
from {{ ref('raw_orders') }}
