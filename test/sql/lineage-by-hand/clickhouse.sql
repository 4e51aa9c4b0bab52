-- array join
select id, tag from events array join tags as tag where tag != 'x';
--> id <- events.id
--> tag <- events.tags (transformed)
--> * filters: events.tags

-- a value in with
with (select max(amount) from orders) as top select id, amount / top as share from orders;
--> id <- orders.id
--> share <- orders.amount (aggregated)

-- combinators
select customer_id, sumIf(amount, status = 'paid') as paid, argMax(status, ordered_at) as last from orders group by customer_id;
--> customer_id <- orders.customer_id
--> paid <- orders.amount (aggregated), orders.status (aggregated)
--> last <- orders.ordered_at (aggregated), orders.status (aggregated)
--> * filters: orders.customer_id

-- limit by
select customer_id, status from orders order by ordered_at desc limit 1 by customer_id;
--> customer_id <- orders.customer_id
--> status <- orders.status
--> * filters: orders.customer_id, orders.ordered_at

-- an alias within an expression
select (amount * 2 as d) + 1 as e, d from orders;
--> e <- orders.amount (transformed)
--> d <- orders.amount (transformed)

-- any join and prewhere
select o.id, c.name from orders o any left join customers c on c.id = o.customer_id prewhere o.status = 'paid';
--> id <- orders.id
--> name <- customers.name
--> * filters: customers.id, orders.customer_id, orders.status
