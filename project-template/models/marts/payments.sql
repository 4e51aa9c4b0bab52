{{ config(materialized='incremental', unique_key='payment_id') }}

with payments as (

    select * from {{ ref('stg_payments') }}

)

select
    payment_id,
    order_id,
    payment_method,
    payment_status,
    amount,
    created_at,
    updated_at
from payments

{% if is_incremental() %}
-- `>=` and not `>`: a row may arrive late with the very instant that was the latest. The unique key keeps it single.
where updated_at >= (
    select coalesce(max(updated_at), cast('1970-01-01' as timestamp)) from {{ this }}
)
{% endif %}
