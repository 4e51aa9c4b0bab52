with orders as (

    select * from {{ ref('stg_orders') }}

),

order_totals as (

    select * from {{ ref('int_order_totals') }}

)

select
    orders.order_id,
    orders.customer_id,
    orders.order_status,
    orders.order_status in ('shipped', 'completed') as is_fulfilled,
    order_totals.item_count,
    order_totals.order_amount,
    order_totals.paid_amount,
    -- The key breaks ties, so that the numbers are the same on every build.
    row_number() over (
        partition by orders.customer_id
        order by orders.ordered_at, orders.order_id
    ) as customer_order_number,
    orders.ordered_at,
    orders.updated_at
from orders
left join order_totals on orders.order_id = order_totals.order_id
