-- depends_on: {{ ref('raw_payments') }}

with payments as (

    select * from {{ source('raw', 'payments') }}

)

select
    id as payment_id,
    order_id,
    method as payment_method,
    status as payment_status,
    {{ cents_to_currency('amount_cents') }} as amount,
    created_at,
    updated_at
from payments
