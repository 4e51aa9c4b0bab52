-- lateral view
select e.id, tag from events e lateral view outer explode(e.tags) t as tag;
--> id <- events.id
--> tag <- events.tags (transformed)
--> * filters: events.tags

-- two lateral views
select id, p, x from events lateral view posexplode(tags) a as p, x lateral view explode(tags) b as y;
--> id <- events.id
--> p <- events.tags (transformed)
--> x <- events.tags (transformed)
--> * filters: events.tags

-- explode in select
select id, explode(tags) as tag from events;
--> id <- events.id
--> tag <- events.tags (transformed)
--> * filters: events.tags

-- posexplode in select
select id, posexplode(tags) from events;
--> id <- events.id
--> pos <- events.tags (transformed)
--> col <- events.tags (transformed)
--> * filters: events.tags

-- except
select * except (created_at) from customers;
--> id <- customers.id
--> name <- customers.name
--> city <- customers.city

-- named_struct
with s as (select id, named_struct('n', name, 'c', city) as info from customers) select id, info.n, info.c as town from s;
--> id <- customers.id
--> n <- customers.name
--> town <- customers.city

-- paths into json
select id, payload:a.b::int as b from events;
--> id <- events.id
--> b <- events.payload (transformed)

-- aliases used again
select amount * 2 as twice, twice + 1 as more from orders;
--> twice <- orders.amount (transformed)
--> more <- orders.amount (transformed)

-- pivot
select * from (select region, year, units from sales) pivot (sum(units) for year in (2023 as a, 2024 as b));
--> region <- sales.region
--> a <- sales.units (aggregated), sales.year (filtered)
--> b <- sales.units (aggregated), sales.year (filtered)
--> * filters: sales.region, sales.year

-- pivot with two aggregates
select * from (select region, year, units from sales) pivot (sum(units) as s, max(units) as m for year in (2023 as a, 2024 as b));
--> region <- sales.region
--> a_s <- sales.units (aggregated), sales.year (filtered)
--> a_m <- sales.units (aggregated), sales.year (filtered)
--> b_s <- sales.units (aggregated), sales.year (filtered)
--> b_m <- sales.units (aggregated), sales.year (filtered)
--> * filters: sales.region, sales.year

-- unpivot
select * from (select region, q1, q2 from sales) unpivot (units for quarter in (q1, q2));
--> region <- sales.region
--> quarter <-
--> units <- sales.q1, sales.q2
--> * filters: sales.q1, sales.q2

-- transform and filter
select id, transform(tags, x -> upper(x)) as up, filter(tags, x -> x <> kind) as others from events;
--> id <- events.id
--> up <- events.tags (transformed)
--> others <- events.kind (transformed), events.tags (transformed)

-- left semi and anti
select c.name from customers c left semi join orders o on o.customer_id = c.id left anti join staff s on s.id = c.id;
--> name <- customers.name
--> * filters: customers.id, orders.customer_id, staff.id

-- qualify and group by all
select customer_id, sum(amount) as total from orders group by all qualify rank() over (order by sum(amount) desc) = 1;
--> customer_id <- orders.customer_id
--> total <- orders.amount (aggregated)
--> * filters: orders.amount, orders.customer_id

-- values
select v.b, o.id from values (1, 'x'), (2, 'y') as v(a, b) join orders o on o.id = v.a;
--> b <-
--> id <- orders.id
--> * filters: orders.id

-- collect_list and count_if
select customer_id, collect_list(status) as states, count_if(amount > 3) as big from orders group by customer_id;
--> customer_id <- orders.customer_id
--> states <- orders.status (aggregated)
--> big <- orders.amount (aggregated)
--> * filters: orders.customer_id

-- a table of three parts in backticks
select `id`, o.`amount` from `main`.`shop`.`orders` o;
--> id <- orders.id
--> amount <- orders.amount

-- stack
select stack(2, q1, q2) as (value) from sales;
--> value <- sales.q1 (transformed), sales.q2 (transformed)
--> * filters: sales.q1, sales.q2

-- date functions
select date_add(day, 1, ordered_at) as d, datediff(ordered_at, current_date()) as age, date_trunc('month', ordered_at) as m from orders;
--> d <- orders.ordered_at (transformed)
--> age <- orders.ordered_at (transformed)
--> m <- orders.ordered_at (transformed)
