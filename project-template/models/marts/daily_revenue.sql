with orders as (

    select * from {{ ref('orders') }}

),

fulfilled_orders as (

    select
        cast(ordered_at as date) as order_date,
        customer_id,
        item_count,
        order_amount
    from orders
    where is_fulfilled

)

select
    order_date,
    count(*) as order_count,
    count(distinct customer_id) as customer_count,
    sum(item_count) as item_count,
    sum(order_amount) as revenue
from fulfilled_orders
group by order_date
