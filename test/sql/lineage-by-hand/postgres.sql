-- rows from, with ordinality
select t.a, t.b, t.n from rows from (generate_series(1, 3), unnest(array[1, 2])) with ordinality as t(a, b, n);
--> * not understood

-- unnest with ordinality
select e.id, x.tag, x.pos from events e cross join lateral unnest(e.tags) with ordinality as x(tag, pos);
--> id <- events.id
--> tag <- events.tags (transformed)
--> pos <-
--> * filters: events.tags

-- distinct on, renamed
select distinct on (o.customer_id) o.customer_id as cid, o.amount from orders o order by o.customer_id, o.ordered_at desc;
--> cid <- orders.customer_id
--> amount <- orders.amount
--> * filters: orders.customer_id, orders.ordered_at

-- keys and values of json
select e.id, j.key, j.value::int as v from events e, jsonb_each_text(e.payload::jsonb) j;
--> id <- events.id
--> key <- events.payload (transformed)
--> v <- events.payload (transformed)
--> * filters: events.payload

-- the row as json
select row_to_json(c) as doc from customers c;
--> doc <- customers.city (transformed), customers.created_at (transformed), customers.id (transformed), customers.name (transformed)

-- natural left join
select * from customers natural left join staff;
--> id <- customers.id
--> name <- customers.name
--> city <- customers.city
--> created_at <- customers.created_at
--> manager_id <- staff.manager_id
--> * filters: customers.id, customers.name, staff.id, staff.name

-- a full join with using puts the merged column first
select * from orders o full join customers c using (id);
--> id <- customers.id (transformed), orders.id (transformed)
--> customer_id <- orders.customer_id
--> amount <- orders.amount
--> status <- orders.status
--> ordered_at <- orders.ordered_at
--> name <- customers.name
--> city <- customers.city
--> created_at <- customers.created_at
--> * filters: customers.id, orders.id

-- a percentile within a group
select status, percentile_cont(0.5) within group (order by amount) as mid from orders group by status;
--> status <- orders.status
--> mid <- orders.amount (aggregated)
--> * filters: orders.status

-- an array of a subquery
select c.id, array(select o.amount from orders o where o.customer_id = c.id order by o.ordered_at) as amounts from customers c;
--> id <- customers.id
--> amounts <- customers.id (filtered), orders.amount (aggregated), orders.customer_id (filtered), orders.ordered_at (filtered)

-- columns turned to rows by lateral values
select s.region, v.quarter, v.units from sales s cross join lateral (values ('q1', s.q1), ('q2', s.q2)) as v(quarter, units);
--> region <- sales.region
--> quarter <-
--> units <- sales.q1, sales.q2

-- recursion that removes duplicates
with recursive t as (select id, manager_id from staff where name = 'a' union select s.id, s.manager_id from staff s join t on s.manager_id = t.id)
select id from t;
--> id <- staff.id
--> * filters: staff.id, staff.manager_id, staff.name

-- a table joined with itself
select coalesce(a.id, b.id) as id, a.amount is distinct from b.amount as differs from orders a full join orders b on a.id = b.customer_id;
--> id <- orders.id (transformed)
--> differs <- orders.amount (transformed)
--> * filters: orders.customer_id, orders.id

-- group by a name that is a column before it is an alias
select lower(city) as name, count(*) as n from customers group by name, city;
--> name <- customers.city (transformed)
--> n <-
--> * filters: customers.city, customers.name
