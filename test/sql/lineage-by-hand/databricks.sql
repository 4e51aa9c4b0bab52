-- lateral view
select id, tag from events lateral view explode(tags) t as tag where tag <> 'x';
--> id <- events.id
--> tag <- events.tags (transformed)
--> * filters: events.tags

-- lateral view outer with positions
select id, pos, tag from events lateral view outer posexplode(tags) t as pos, tag;
--> id <- events.id
--> pos <- events.tags (transformed)
--> tag <- events.tags (transformed)
--> * filters: events.tags

-- an aggregate of a list by lambdas
select id, aggregate(transform(tags, x -> length(x)), 0, (acc, x) -> acc + x + user_id) as total from events;
--> id <- events.id
--> total <- events.tags (transformed), events.user_id (transformed)

-- star except, group by all
select city, count(*) as n from (select * except (name) from customers) group by all;
--> city <- customers.city
--> n <-
--> * filters: customers.city

-- pivot with two aggregates
select * from (select region, year, units, q1 from sales) pivot (sum(units) as u, max(q1) as m for year in (2023 as a, 2024 as b));
--> region <- sales.region
--> a_u <- sales.units (aggregated), sales.year (filtered)
--> a_m <- sales.q1 (aggregated), sales.year (filtered)
--> b_u <- sales.units (aggregated), sales.year (filtered)
--> b_m <- sales.q1 (aggregated), sales.year (filtered)
--> * filters: sales.region, sales.year

-- anti join
select o.id, o.status from orders o left anti join customers c on c.id = o.customer_id and c.city = o.status;
--> id <- orders.id
--> status <- orders.status
--> * filters: customers.city, customers.id, orders.customer_id, orders.status
