with paid as (
    select * from {{ ref('stg_orders') }} where status = 'paid'
)
select customer, sum(amount) as total, count(*) as orders
from paid
group by customer
