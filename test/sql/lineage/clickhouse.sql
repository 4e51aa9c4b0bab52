-- aliases come first
select amount * 2 as twice, twice + 1 as more from orders where twice > 3;
--> twice <- orders.amount (transformed)
--> more <- orders.amount (transformed)
--> * filters: orders.amount

-- named values
with 10 as ten, (select max(price) from products) as most select price * ten as p, most from items;
--> p <- items.price (transformed)
--> most <- products.price (aggregated)

-- combinators
select customer_id, sumIf(amount, status = 'paid') as paid, argMax(status, ordered_at) as last from orders group by customer_id;
--> customer_id <- orders.customer_id
--> paid <- orders.amount (aggregated), orders.status (aggregated)
--> last <- orders.ordered_at (aggregated), orders.status (aggregated)
--> * filters: orders.customer_id

-- parametric aggregates
select quantile(0.9)(amount) as p90, uniqExact(customer_id) as buyers from orders;
--> p90 <- orders.amount (aggregated)
--> buyers <- orders.customer_id (aggregated)

-- array join
select id, tag from events array join tags as tag;
--> id <- events.id
--> tag <- events.tags (transformed)
--> * filters: events.tags

-- arrayJoin
select id, arrayJoin(tags) as tag from events;
--> id <- events.id
--> tag <- events.tags (transformed)
--> * filters: events.tags

-- any left join using
select o.id, c.name from orders o any left join customers c using (id);
--> id <- orders.id
--> name <- customers.name
--> * filters: customers.id, orders.id

-- limit by
select id, customer_id from orders order by ordered_at limit 1 by customer_id;
--> id <- orders.id
--> customer_id <- orders.customer_id
--> * filters: orders.customer_id, orders.ordered_at

-- final and prewhere
select id from orders final prewhere status = 'paid' where amount > 1;
--> id <- orders.id
--> * filters: orders.amount, orders.status

-- names keep their case
select id, Id from (select id, name as Id from customers);
--> id <- customers.id
--> Id <- customers.name

-- multiIf and toDate
select multiIf(amount > 10, 'big', amount > 5, 'mid', status) as size, toDate(ordered_at) as day from orders;
--> size <- orders.amount (transformed), orders.status (transformed)
--> day <- orders.ordered_at (transformed)

-- lambdas
select arrayMap(x -> concat(x, kind), tags) as t from events;
--> t <- events.kind (transformed), events.tags (transformed)

-- except and replace
select * except (created_at) from customers;
--> id <- customers.id
--> name <- customers.name
--> city <- customers.city

-- numbers
select number from numbers(10);
--> number <-

-- array join without an alias
select id, tags from events left array join tags;
--> id <- events.id
--> tags <- events.tags (transformed)
--> * filters: events.tags

-- a value in with that is made of columns
with amount * 2 as d select d + 1 as e, id from orders;
--> e <- orders.amount (transformed)
--> id <- orders.id
