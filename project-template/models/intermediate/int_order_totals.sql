with order_items as (

    select * from {{ ref('stg_order_items') }}

),

payments as (

    select * from {{ ref('stg_payments') }}

),

-- Items and payments are summed apart and joined afterwards: joined first, each item would count once per payment.
item_totals as (

    select
        order_id,
        sum(quantity) as item_count,
        sum(amount) as order_amount
    from order_items
    group by order_id

),

payment_totals as (

    select
        order_id,
        sum(amount) as paid_amount
    from payments
    where payment_status = 'succeeded'
    group by order_id

)

select
    item_totals.order_id,
    item_totals.item_count,
    item_totals.order_amount,
    coalesce(payment_totals.paid_amount, 0) as paid_amount
from item_totals
left join payment_totals on item_totals.order_id = payment_totals.order_id
