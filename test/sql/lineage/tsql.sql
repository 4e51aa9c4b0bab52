-- brackets and aliases before values
select [o].[id] as [order id], total = [o].[amount] * 2 from [shop].[dbo].[orders] as [o];
--> order id <- orders.id
--> total <- orders.amount (transformed)

-- top
select top 5 id from orders order by amount desc;
--> id <- orders.id
--> * filters: orders.amount

-- outer apply
select c.id, l.amount from customers c outer apply (select top 1 o.amount from orders o where o.customer_id = c.id order by o.ordered_at desc) l;
--> id <- customers.id
--> amount <- orders.amount
--> * filters: customers.id, orders.customer_id, orders.ordered_at

-- cross apply of a function
select c.id, s.value from customers c cross apply string_split(c.name, ' ') s;
--> id <- customers.id
--> value <- customers.name (transformed)
--> * filters: customers.name

-- pivot
select * from (select region, year, units from sales) s pivot (sum(units) for year in ([2023], [2024])) p;
--> region <- sales.region
--> 2023 <- sales.units (aggregated), sales.year (filtered)
--> 2024 <- sales.units (aggregated), sales.year (filtered)
--> * filters: sales.region, sales.year

-- unpivot
select region, quarter, units from (select region, q1, q2 from sales) s unpivot (units for quarter in (q1, q2)) u;
--> region <- sales.region
--> quarter <-
--> units <- sales.q1, sales.q2
--> * filters: sales.q1, sales.q2

-- isnull, iif, convert, datediff
select isnull(status, 'x') as st, iif(amount > 1, amount, 0) as a, convert(varchar(10), id) as t, datediff(day, ordered_at, getdate()) as age from orders;
--> st <- orders.status (transformed)
--> a <- orders.amount (transformed)
--> t <- orders.id (transformed)
--> age <- orders.ordered_at (transformed)

-- string_agg
select customer_id, string_agg(status, ',') within group (order by ordered_at) as states from orders group by customer_id;
--> customer_id <- orders.customer_id
--> states <- orders.ordered_at (filtered), orders.status (aggregated)
--> * filters: orders.customer_id

-- a recursive table without the word
with t as (select id, manager_id from staff where manager_id is null union all select s.id, s.manager_id from staff s join t on t.id = s.manager_id) select * from t;
--> id <- staff.id
--> manager_id <- staff.manager_id
--> * filters: staff.id, staff.manager_id

-- hints
select o.id from orders o with (nolock) inner join customers c on c.id = o.customer_id option (maxrecursion 0);
--> id <- orders.id
--> * filters: customers.id, orders.customer_id

-- a values list
select v.b from (values (1, 'x'), (2, 'y')) v(a, b) join orders o on o.id = v.a;
--> b <-
--> * filters: orders.id

-- openjson with columns
select e.id, j.n from events e cross apply openjson(e.payload) with (n int '$.n') j;
--> id <- events.id
--> n <- events.payload (transformed)
--> * filters: events.payload

-- rows as json, which is not understood
select * from orders for json path;
--> * not understood
