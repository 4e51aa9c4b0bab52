-- unnest with ordinality
select e.id, t.tag, t.place from events e cross join unnest(e.tags) with ordinality as t(tag, place);
--> id <- events.id
--> tag <- events.tags (transformed)
--> place <-
--> * filters: events.tags

-- no aliases
select upper(name) as city from customers where city = 'x' order by city;
--> city <- customers.name (transformed)
--> * filters: customers.city, customers.name

-- listagg, max_by
select customer_id, listagg(status, ',') within group (order by ordered_at) as states, max_by(status, ordered_at) as last from orders group by customer_id;
--> customer_id <- orders.customer_id
--> states <- orders.ordered_at (filtered), orders.status (aggregated)
--> last <- orders.ordered_at (aggregated), orders.status (aggregated)
--> * filters: orders.customer_id

-- try, if, date_diff
select try(amount / 0) as x, if(status = 'paid', amount) as paid, date_diff('day', ordered_at, current_date) as age from orders;
--> x <- orders.amount (transformed)
--> paid <- orders.amount (transformed), orders.status (transformed)
--> age <- orders.ordered_at (transformed)

-- transform
select transform(tags, x -> x || kind) as t, cardinality(tags) as n from events;
--> t <- events.kind (transformed), events.tags (transformed)
--> n <- events.tags (transformed)

-- grouping
select status, grouping(status) as g, sum(amount) as total from orders group by rollup (status);
--> status <- orders.status
--> g <- orders.status (transformed)
--> total <- orders.amount (aggregated)
--> * filters: orders.status

-- a values list
select v.b, o.id from (values (1, 'x'), (2, 'y')) as v(a, b) join orders o on o.id = v.a;
--> b <-
--> id <- orders.id
--> * filters: orders.id

-- using comes first
select * from items join products using (sku);
--> sku <- items.sku
--> order_id <- items.order_id
--> quantity <- items.quantity
--> price <- items.price
--> category <- products.category
--> price <- products.price
--> * filters: items.sku, products.sku

-- approx_distinct and filter
select approx_distinct(customer_id) filter (where status = 'paid') as buyers from orders;
--> buyers <- orders.customer_id (aggregated), orders.status (filtered)

-- sequence
select n from unnest(sequence(1, 5)) as t(n);
--> n <-

-- row and its fields
select cast(row(name, city) as row(n varchar, c varchar)) as r from customers;
--> r <- customers.city (transformed), customers.name (transformed)

-- a catalog
select o.id, hive.shop.orders.amount from hive.shop.orders, hive.shop.orders o;
--> id <- orders.id
--> amount <- orders.amount
