{{ config(materialized='ephemeral') }}
select
  id,
  customer_name
from {{ ref('raw_orders') }}
