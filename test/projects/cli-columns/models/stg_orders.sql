{{ config(materialized='ephemeral') }}
select id as order_id, customer, amount, status from {{ ref('raw_orders') }}
