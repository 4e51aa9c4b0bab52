-- aliases used again
select amount * 2 as twice, twice + 1 as more from orders;
--> twice <- orders.amount (transformed)
--> more <- orders.amount (transformed)

-- a path into a super column
select e.id, t from events e, e.tags t;
--> id <- events.id
--> t <- events.tags (transformed)
--> * filters: events.tags

-- listagg over a window
select id, listagg(status, ',') within group (order by ordered_at) over (partition by customer_id) as states from orders;
--> id <- orders.id
--> states <- orders.customer_id (filtered), orders.ordered_at (filtered), orders.status (aggregated)

-- dateadd, datediff, nvl
select dateadd(day, 1, ordered_at) as d, datediff(month, ordered_at, getdate()) as age, nvl(status, 'x') as st from orders;
--> d <- orders.ordered_at (transformed)
--> age <- orders.ordered_at (transformed)
--> st <- orders.status (transformed)

-- unpivot
select * from (select region, q1, q2 from sales) unpivot (units for quarter in (q1, q2));
--> region <- sales.region
--> quarter <-
--> units <- sales.q1, sales.q2
--> * filters: sales.q1, sales.q2

-- pivot
select * from (select region, year, units from sales) pivot (sum(units) for year in (2023, 2024));
--> region <- sales.region
--> 2023 <- sales.units (aggregated), sales.year (filtered)
--> 2024 <- sales.units (aggregated), sales.year (filtered)
--> * filters: sales.region, sales.year

-- qualify
select id from orders qualify row_number() over (partition by customer_id order by ordered_at) = 1;
--> id <- orders.id
--> * filters: orders.customer_id, orders.ordered_at

-- top
select top 3 id, amount from orders order by amount desc;
--> id <- orders.id
--> amount <- orders.amount
--> * filters: orders.amount

-- approximate count
select approximate count(distinct customer_id) as buyers from orders;
--> buyers <- orders.customer_id (aggregated)

-- unpivot of a value, which is not understood
select e.id, k, v from events e, unpivot e.payload as v at k;
--> id <- events.id
--> k <- not known
--> v <- not known

-- convert
select convert(varchar, id) as t from orders;
--> t <- orders.id (transformed)
