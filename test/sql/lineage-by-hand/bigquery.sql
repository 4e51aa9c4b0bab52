-- unnest with offset
select e.id, t as tag, off from events e, unnest(e.tags) as t with offset as off where off > 0;
--> id <- events.id
--> tag <- events.tags (transformed)
--> off <-
--> * filters: events.tags

-- except and replace
select * except (created_at) replace (lower(name) as name) from customers;
--> id <- customers.id
--> name <- customers.name (transformed)
--> city <- customers.city

-- a field of the first of an array of structs
select c.id, array_agg(struct(o.id as oid, o.amount) order by o.ordered_at desc limit 1)[offset(0)].amount as last_amount
from customers c join orders o on o.customer_id = c.id group by c.id;
--> id <- customers.id
--> last_amount <- orders.amount (aggregated), orders.ordered_at (filtered)
--> * filters: customers.id, orders.customer_id

-- pipes
from orders |> where status = 'paid' |> aggregate sum(amount) as total group by customer_id |> extend total * 2 as twice |> select customer_id, twice;
--> * not understood

-- an array of structs from a subquery
select c.id, array(select as struct o.id as oid, o.amount from orders o where o.customer_id = c.id) as os from customers c;
--> id <- customers.id
--> os <- customers.id (filtered), orders.amount (aggregated), orders.customer_id (filtered), orders.id (aggregated)

-- pivot
select * from (select region, year, units from sales) pivot (sum(units) as u for year in (2023, 2024 as next));
--> region <- sales.region
--> u_2023 <- sales.units (aggregated), sales.year (filtered)
--> u_next <- sales.units (aggregated), sales.year (filtered)
--> * filters: sales.region, sales.year

-- unpivot
select * from (select region, q1, q2 from sales) unpivot (units for quarter in (q1 as 'one', q2 as 'two'));
--> region <- sales.region
--> units <- sales.q1, sales.q2
--> quarter <-
--> * filters: sales.q1, sales.q2

-- qualify by a named window
select id, status from orders where true qualify row_number() over w = 1 window w as (partition by customer_id order by ordered_at desc);
--> id <- orders.id
--> status <- orders.status
--> * filters: orders.customer_id, orders.ordered_at

-- a struct of a common table, and all its fields
with s as (select struct(name as n, city as c) as info, id from customers) select id, info.* from s where info.c is not null;
--> id <- customers.id
--> n <- customers.name
--> c <- customers.city
--> * filters: customers.city
