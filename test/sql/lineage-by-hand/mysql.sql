-- json_table
select e.id, j.n from events e, json_table(e.payload, '$[*]' columns (n int path '$.n')) j;
--> id <- events.id
--> n <- events.payload (transformed)
--> * filters: events.payload

-- group_concat with rollup
select customer_id, group_concat(distinct status order by ordered_at separator ';') as s from orders group by customer_id with rollup;
--> customer_id <- orders.customer_id
--> s <- orders.ordered_at (filtered), orders.status (aggregated)
--> * filters: orders.customer_id

-- a derived table under a union
select t.k, sum(t.v) as v from (select status as k, amount as v from orders union all select kind, user_id from events) t group by t.k;
--> k <- events.kind, orders.status
--> v <- events.user_id (aggregated), orders.amount (aggregated)
--> * filters: events.kind, orders.status
