-- Goods that left the shop are paid for, to the cent. Each row is an order whose books do not balance.

select
    order_id,
    order_amount,
    paid_amount
from {{ ref('orders') }}
where is_fulfilled
    and paid_amount <> order_amount
