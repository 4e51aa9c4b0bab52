-- cross apply
select c.id, x.total from customers c cross apply (select sum(o.amount) as total from orders o where o.customer_id = c.id) x;
--> id <- customers.id
--> total <- orders.amount (aggregated)
--> * filters: customers.id, orders.customer_id

-- top
select top 3 id, amount as much from orders order by amount desc;
--> id <- orders.id
--> much <- orders.amount
--> * filters: orders.amount

-- pivot
select region, [2023], [2024] as later from (select region, year, units from sales) s pivot (sum(units) for year in ([2023], [2024])) p;
--> region <- sales.region
--> 2023 <- sales.units (aggregated), sales.year (filtered)
--> later <- sales.units (aggregated), sales.year (filtered)
--> * filters: sales.region, sales.year

-- a name before its value
select total = sum(amount), customer_id from orders group by customer_id having sum(amount) > min(id);
--> total <- orders.amount (aggregated)
--> customer_id <- orders.customer_id
--> * filters: orders.amount, orders.customer_id, orders.id
