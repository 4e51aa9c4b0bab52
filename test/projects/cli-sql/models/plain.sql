{{ config(materialized='table') }}

select
  id,
  amont
from {{ ref('raw_orders') }}
