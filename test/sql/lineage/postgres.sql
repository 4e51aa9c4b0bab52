-- distinct on
select distinct on (customer_id) customer_id, id, amount from orders order by customer_id, ordered_at desc;
--> customer_id <- orders.customer_id
--> id <- orders.id
--> amount <- orders.amount
--> * filters: orders.customer_id, orders.ordered_at

-- lateral join
select c.id, l.amount from customers c left join lateral (select o.amount from orders o where o.customer_id = c.id order by o.ordered_at desc limit 1) l on true;
--> id <- customers.id
--> amount <- orders.amount
--> * filters: customers.id, orders.customer_id, orders.ordered_at

-- unnest with ordinality
select e.id, t.tag, t.place from events e cross join lateral unnest(e.tags) with ordinality as t(tag, place);
--> id <- events.id
--> tag <- events.tags (transformed)
--> place <-
--> * filters: events.tags

-- unnest under an alias
select e.id, tag from events e, unnest(e.tags) as tag;
--> id <- events.id
--> tag <- events.tags (transformed)
--> * filters: events.tags

-- jsonb operators
select id, payload->>'k' as k, (payload->'a')->>'b' as b from events;
--> id <- events.id
--> k <- events.payload (transformed)
--> b <- events.payload (transformed)

-- jsonb_array_elements
select e.id, x.value->>'n' as n from events e cross join lateral jsonb_array_elements(e.payload) as x;
--> id <- events.id
--> n <- events.payload (transformed)
--> * filters: events.payload

-- casts keep the name
select id::text, created_at::date from customers;
--> id <- customers.id (transformed)
--> created_at <- customers.created_at (transformed)

-- names of functions
select count(*), max(created_at), coalesce(name, city), 1 + 1 from customers group by name, city;
--> count <-
--> max <- customers.created_at (aggregated)
--> coalesce <- customers.city (transformed), customers.name (transformed)
--> ?column? <-
--> * filters: customers.city, customers.name

-- aggregate with filter
select customer_id, count(*) filter (where status = 'paid') as paid, array_agg(id order by ordered_at) as ids from orders group by customer_id;
--> customer_id <- orders.customer_id
--> paid <- orders.status (filtered)
--> ids <- orders.id (aggregated), orders.ordered_at (filtered)
--> * filters: orders.customer_id

-- row of a table
select to_jsonb(c) as doc from customers c;
--> doc <- customers.city (transformed), customers.created_at (transformed), customers.id (transformed), customers.name (transformed)

-- quoted names keep their case
select "Id", id from (select id as "Id", name as id from customers) t;
--> Id <- customers.id
--> id <- customers.name

-- names fold to lower case
select ID, Name as LABEL from Customers;
--> ID <- customers.id
--> LABEL <- customers.name

-- no aliases in where
select upper(name) as city from customers where city = 'x';
--> city <- customers.name (transformed)
--> * filters: customers.city

-- using comes first
select * from items join products using (sku);
--> sku <- items.sku
--> order_id <- items.order_id
--> quantity <- items.quantity
--> price <- items.price
--> category <- products.category
--> price <- products.price
--> * filters: items.sku, products.sku

-- group by an alias
select date_trunc('day', ordered_at) as day, sum(amount) from orders group by day order by day;
--> day <- orders.ordered_at (transformed)
--> sum <- orders.amount (aggregated)
--> * filters: orders.ordered_at

-- recursive with union
with recursive t(id, top) as (select id, id from staff where manager_id is null union select s.id, t.top from staff s join t on t.id = s.manager_id) select * from t;
--> id <- staff.id
--> top <- staff.id
--> * filters: staff.id, staff.manager_id

-- intersect all and except
select id from customers intersect all select customer_id from orders except select id from staff;
--> id <- customers.id
--> * filters: customers.id, orders.customer_id, staff.id

-- at time zone and extract
select id, created_at at time zone 'utc' as utc, extract(year from created_at) as year from customers;
--> id <- customers.id
--> utc <- customers.created_at (transformed)
--> year <- customers.created_at (transformed)

-- windows with a frame
select id, avg(amount) over (partition by customer_id order by ordered_at rows between 2 preceding and current row) as smooth from orders;
--> id <- orders.id
--> smooth <- orders.amount (aggregated), orders.customer_id (filtered), orders.ordered_at (filtered)

-- ordered-set aggregate
select status, percentile_cont(0.5) within group (order by amount) as median from orders group by status;
--> status <- orders.status
--> median <- orders.amount (aggregated)
--> * filters: orders.status

-- generate_series under an alias
select c.id, day from customers c, generate_series(1, 5) as day;
--> id <- customers.id
--> day <-

-- a values list
with t(a, b) as (values (1, 'x'), (2, 'y')) select t.b, o.id from t join orders o on o.id = t.a;
--> b <-
--> id <- orders.id
--> * filters: orders.id

-- a table in a schema
select orders.id, public.orders.status from public.orders;
--> id <- orders.id
--> status <- orders.status

-- exists and not in
select name from customers c where not exists (select from orders o where o.customer_id = c.id) and id not in (select manager_id from staff);
--> name <- customers.name
--> * filters: customers.id, orders.customer_id, staff.manager_id

-- columns declared with a function
select r.id, r.name from jsonb_to_recordset('[]') as r(id int, name text);
--> id <-
--> name <-

-- keys of json, and elements with their places
select k, value, ordinality from events e, jsonb_object_keys(e.payload) as k, jsonb_array_elements(e.payload->'l') with ordinality;
--> k <- events.payload (transformed)
--> value <- events.payload (transformed)
--> ordinality <-
--> * filters: events.payload
