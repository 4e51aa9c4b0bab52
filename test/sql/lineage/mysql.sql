-- backticks and aliases in having
select `customer_id`, sum(`amount`) as total from `shop`.`orders` group by `customer_id` having total > 3;
--> customer_id <- orders.customer_id
--> total <- orders.amount (aggregated)
--> * filters: orders.amount, orders.customer_id

-- group_concat
select customer_id, group_concat(distinct status order by ordered_at separator ',') as states from orders group by customer_id;
--> customer_id <- orders.customer_id
--> states <- orders.ordered_at (filtered), orders.status (aggregated)
--> * filters: orders.customer_id

-- straight_join
select o.id, c.name from orders o straight_join customers c on c.id = o.customer_id;
--> id <- orders.id
--> name <- customers.name
--> * filters: customers.id, orders.customer_id

-- if, ifnull, date_add
select if(status = 'paid', amount, 0) as paid, ifnull(status, 'x') as st, date_add(ordered_at, interval 1 day) as d from orders;
--> paid <- orders.amount (transformed), orders.status (transformed)
--> st <- orders.status (transformed)
--> d <- orders.ordered_at (transformed)

-- json
select id, payload->>'$.a' as a, json_extract(payload, '$.b') as b from events;
--> id <- events.id
--> a <- events.payload (transformed)
--> b <- events.payload (transformed)

-- json_table
select e.id, j.n from events e, json_table(e.payload, '$[*]' columns (n int path '$.n')) j;
--> id <- events.id
--> n <- events.payload (transformed)
--> * filters: events.payload

-- group by with rollup
select city, count(*) as n from customers group by city with rollup;
--> city <- customers.city
--> n <-
--> * filters: customers.city

-- a recursive table
with recursive t as (select id, manager_id from staff where manager_id is null union all select s.id, s.manager_id from staff s join t on t.id = s.manager_id) select * from t;
--> id <- staff.id
--> manager_id <- staff.manager_id
--> * filters: staff.id, staff.manager_id

-- limit with an offset
select name from customers order by created_at limit 2, 5;
--> name <- customers.name
--> * filters: customers.created_at

-- using
select id, c.name from customers c left join orders o using (id);
--> id <- customers.id
--> name <- customers.name
--> * filters: customers.id, orders.id
