-- unnest
select e.id, tag from `proj.data.events` e, unnest(e.tags) as tag;
--> id <- events.id
--> tag <- events.tags (transformed)
--> * filters: events.tags

-- unnest with offset
select e.id, tag, place from events e cross join unnest(e.tags) as tag with offset as place;
--> id <- events.id
--> tag <- events.tags (transformed)
--> place <-
--> * filters: events.tags

-- a path into a column
select e.id, t from events e, e.tags as t;
--> id <- events.id
--> t <- events.tags (transformed)
--> * filters: events.tags

-- except and replace
select * except (created_at) replace (upper(name) as name) from customers;
--> id <- customers.id
--> name <- customers.name (transformed)
--> city <- customers.city

-- struct and its fields
with s as (select id, struct(name as n, city) as info from customers) select id, info.n, info.city as town from s;
--> id <- customers.id
--> n <- customers.name
--> town <- customers.city

-- array of structs
select customer_id, array_agg(struct(id, amount) order by ordered_at desc limit 1)[offset(0)].amount as last_amount from orders group by customer_id;
--> customer_id <- orders.customer_id
--> last_amount <- orders.amount (aggregated), orders.ordered_at (filtered)
--> * filters: orders.customer_id

-- array subquery
select c.id, array(select o.status from orders o where o.customer_id = c.id) as states from customers c;
--> id <- customers.id
--> states <- customers.id (filtered), orders.customer_id (filtered), orders.status (aggregated)

-- qualify
select id from orders where true qualify row_number() over (partition by customer_id order by ordered_at desc) = 1;
--> id <- orders.id
--> * filters: orders.customer_id, orders.ordered_at

-- safe_cast, if, date functions
select safe_cast(name as int64) as n, if(city = 'x', 1, 0) as is_x, date_trunc(created_at, month) as month, date_diff(current_date(), created_at, day) as age, timestamp_trunc(created_at, hour) as hour from customers;
--> n <- customers.name (transformed)
--> is_x <- customers.city (transformed)
--> month <- customers.created_at (transformed)
--> age <- customers.created_at (transformed)
--> hour <- customers.created_at (transformed)

-- pivot with aliases
select * from (select region, year, units from sales) pivot (sum(units) as total for year in (2023 as a, 2024 as b));
--> region <- sales.region
--> total_a <- sales.units (aggregated), sales.year (filtered)
--> total_b <- sales.units (aggregated), sales.year (filtered)
--> * filters: sales.region, sales.year

-- pivot
select * from (select region, kind, units from (select region, 'x' as kind, units from sales)) pivot (sum(units) for kind in ('x', 'y'));
--> region <- sales.region
--> x <- sales.units (aggregated)
--> y <- sales.units (aggregated)
--> * filters: sales.region

-- unpivot
select * from (select region, q1, q2 from sales) unpivot (units for quarter in (q1, q2));
--> region <- sales.region
--> units <- sales.q1, sales.q2
--> quarter <-
--> * filters: sales.q1, sales.q2

-- select as struct
select c.id, (select as struct max(o.amount) as top, min(o.amount) as low from orders o where o.customer_id = c.id) as span from customers c;
--> id <- customers.id
--> span <- customers.id (filtered), orders.amount (aggregated), orders.customer_id (filtered)

-- the fields of such a struct
select span.top from (select (select as struct max(o.amount) as top, min(o.id) as low from orders o) as span from customers);
--> top <- orders.amount (aggregated)

-- countif and approximations
select countif(status = 'paid') as paid, approx_quantiles(amount, 4)[offset(2)] as median, any_value(status) as some from orders;
--> paid <- orders.status (aggregated)
--> median <- orders.amount (aggregated)
--> some <- orders.status (aggregated)

-- using comes first
select * from items join products using (sku);
--> sku <- items.sku
--> order_id <- items.order_id
--> quantity <- items.quantity
--> price <- items.price
--> category <- products.category
--> price <- products.price
--> * filters: items.sku, products.sku

-- union distinct
select id from customers union distinct select customer_id from orders;
--> id <- customers.id, orders.customer_id
--> * filters: customers.id, orders.customer_id

-- except distinct
select id from customers except distinct select customer_id from orders;
--> id <- customers.id
--> * filters: customers.id, orders.customer_id

-- json
select id, json_value(payload, '$.a') as a, payload.b.c as c from events;
--> id <- events.id
--> a <- events.payload (transformed)
--> c <- events.payload (transformed)

-- the row of a table
select to_json_string(c) as doc from customers c;
--> doc <- customers.city (transformed), customers.created_at (transformed), customers.id (transformed), customers.name (transformed)

-- dashes in a project
select o.id from my-project.shop.orders o;
--> id <- orders.id

-- a window with a name
select id, lag(amount) over w as before from orders window w as (partition by customer_id order by ordered_at);
--> id <- orders.id
--> before <- orders.amount (transformed), orders.customer_id (filtered), orders.ordered_at (filtered)

-- generate_date_array
select day from unnest(generate_date_array('2024-01-01', '2024-12-31')) as day;
--> day <-

-- case-insensitive columns
select ID, Amount from orders;
--> ID <- orders.id
--> Amount <- orders.amount

-- unnest without a name, whose fields are named
select (select value.int_value from unnest(payload) where key = 'x') as v, kind from events;
--> v <- events.payload (transformed)
--> kind <- events.kind

-- an element that is called as its column
select id, tags from events, unnest(tags) as tags;
--> id <- events.id
--> tags <- events.tags (transformed)
--> * filters: events.tags

-- group by and qualify with the name of a result
select o.id, count(*) as n from orders o join customers c on c.id = o.customer_id group by id qualify max(n) over (partition by id) = n;
--> id <- orders.id
--> n <-
--> * filters: customers.id, orders.customer_id, orders.id

-- a function of a project, and a raw string
select proj.ds.clean(status) as s, regexp_extract(status, r'^(\d+)') as n from orders;
--> s <- orders.status (transformed)
--> n <- orders.status (transformed)

-- commas behind the last column
with a as (select id, 'x' as part, from orders), b as (select 1 as one, union all select id, from a) select one, part, from b, a,;
--> one <- orders.id
--> part <-

-- unions by name
select id, name from customers full union all corresponding select id, status from orders;
--> id <- customers.id, orders.id
--> name <- customers.name
--> status <- orders.status

-- unions of the columns that both have
select id, name from customers union all corresponding select id, status from orders;
--> id <- customers.id, orders.id

-- unions by name with the columns of the left side
select id, name from customers left outer union all by name select status, id from orders;
--> id <- customers.id, orders.id
--> name <- customers.name

-- a word for an argument
select normalize(name, nfd) as n from customers;
--> n <- customers.name (transformed)
