-- flatten
select e.id, f.value:name::string as n, f.index as i from events e, lateral flatten(input => e.payload:list) f where f.value:ok;
--> id <- events.id
--> n <- events.payload (transformed)
--> i <- events.payload (transformed)
--> * filters: events.payload

-- the star of names that are like something
select * ilike 'C%' from customers;
--> city <- customers.city
--> created_at <- customers.created_at

-- exclude, rename and qualify
select * exclude (id) rename (city as town) from customers qualify count(*) over (partition by city) > 1;
--> name <- customers.name
--> town <- customers.city
--> created_at <- customers.created_at
--> * filters: customers.city

-- pivot with names for its columns
select * from (select region, year, units from sales) pivot (sum(units) for year in (2023, 2024)) as p (area, y23, y24);
--> area <- sales.region
--> y23 <- sales.units (aggregated), sales.year (filtered)
--> y24 <- sales.units (aggregated), sales.year (filtered)
--> * filters: sales.region, sales.year

-- connect by
select id, level, connect_by_root name as top from staff start with manager_id is null connect by manager_id = prior id;
--> id <- staff.id
--> level <-
--> top <- staff.name
--> * filters: staff.id, staff.manager_id

-- aliases used in where and again
select amount * 2 as a, a + id as b from orders where b > 3;
--> a <- orders.amount (transformed)
--> b <- orders.amount (transformed), orders.id (transformed)
--> * filters: orders.amount, orders.id

-- listagg and max_by
select customer_id, listagg(distinct status, ',') within group (order by status) as s, max_by(id, amount) as top from orders group by customer_id;
--> customer_id <- orders.customer_id
--> s <- orders.status (aggregated)
--> top <- orders.amount (aggregated), orders.id (aggregated)
--> * filters: orders.customer_id

-- match_recognize
select * from orders match_recognize (partition by customer_id order by ordered_at measures last(amount) as final_amount one row per match pattern (a b+) define b as amount > 10);
--> customer_id <- orders.customer_id
--> final_amount <- orders.amount (aggregated), orders.ordered_at (filtered)
--> * filters: orders.amount, orders.customer_id, orders.ordered_at
