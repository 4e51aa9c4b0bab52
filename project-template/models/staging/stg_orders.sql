-- depends_on: {{ ref('raw_orders') }}

with orders as (

    select * from {{ source('raw', 'orders') }}

)

select
    id as order_id,
    customer_id,
    status as order_status,
    ordered_at,
    updated_at
from orders
