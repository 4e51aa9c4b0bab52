with customers as (

    select * from {{ ref('stg_customers') }}

),

orders as (

    select * from {{ ref('orders') }}

),

order_history as (

    select
        customer_id,
        count(*) as order_count,
        min(ordered_at) as first_ordered_at,
        max(ordered_at) as last_ordered_at,
        sum(case when is_fulfilled then order_amount else 0 end) as lifetime_revenue
    from orders
    group by customer_id

)

select
    customers.customer_id,
    customers.customer_name,
    customers.email,
    customers.city,
    customers.postal_code,
    customers.created_at,
    coalesce(order_history.order_count, 0) as order_count,
    order_history.first_ordered_at,
    order_history.last_ordered_at,
    coalesce(order_history.lifetime_revenue, 0) as lifetime_revenue
from customers
left join order_history on customers.customer_id = order_history.customer_id
