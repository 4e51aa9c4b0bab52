-- listagg in a window
select c.id, listagg(o.status, ',') within group (order by o.ordered_at) over (partition by c.city) as s
from customers c join orders o on o.customer_id = c.id;
--> id <- customers.id
--> s <- customers.city (filtered), orders.ordered_at (filtered), orders.status (aggregated)
--> * filters: customers.id, orders.customer_id

-- the elements of a super
select e.id, p.name from events e, e.payload as p;
--> id <- events.id
--> name <- events.payload (transformed)
--> * filters: events.payload
