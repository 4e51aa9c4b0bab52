-- copied, renamed, transformed, aggregated
select city, name as customer, upper(name) as loud, count(*) as n, max(created_at) as latest from customers group by all;
--> city <- customers.city
--> customer <- customers.name
--> loud <- customers.name (transformed)
--> n <-
--> latest <- customers.created_at (aggregated)
--> * filters: customers.city, customers.name

-- common tables over a source of which nobody knows the columns
with source as (select * from raw), renamed as (select id as order_id, lower(state) as state from source)
select * from renamed where state <> 'x';
--> order_id <- raw.id
--> state <- raw.state (transformed)
--> * filters: raw.state

-- a star over columns that nobody knows
select *, 1 as one from raw;
--> one <-
--> * not all columns

-- using, and a correlated subquery
select id, o.amount, (select max(i.price) from items i where i.order_id = o.id) as dearest
from orders o left join events using (id);
--> id <- orders.id
--> amount <- orders.amount
--> dearest <- items.order_id (filtered), items.price (aggregated), orders.id (filtered)
--> * filters: events.id, orders.id

-- a struct and its field
select pair, pair.a as first from (select {'a': name, 'b': city} as pair from customers);
--> pair <- customers.city (transformed), customers.name (transformed)
--> first <- customers.name

-- nested subqueries
select total from (select sum(x) as total, c from (select amount as x, customer_id as c from orders) group by c) where c > 1;
--> total <- orders.amount (aggregated)
--> * filters: orders.customer_id

-- common table used twice
with o as (select id, customer_id, amount from orders) select a.id, b.amount from o a join o b on a.customer_id = b.customer_id;
--> id <- orders.id
--> amount <- orders.amount
--> * filters: orders.customer_id

-- a common table that hides a table
with orders as (select id, amount * 2 as amount from orders where status = 'paid') select * from orders;
--> id <- orders.id
--> amount <- orders.amount (transformed)
--> * filters: orders.status

-- a common table that nobody reads
with unused as (select name from customers where city = 'x') select id from orders;
--> id <- orders.id

-- left join, the star of one side
select o.*, c.name from orders o left join customers c on c.id = o.customer_id;
--> id <- orders.id
--> customer_id <- orders.customer_id
--> amount <- orders.amount
--> status <- orders.status
--> ordered_at <- orders.ordered_at
--> name <- customers.name
--> * filters: customers.id, orders.customer_id

-- full join using
select id, c.name, o.amount from customers c full join orders o using (id);
--> id <- customers.id (transformed), orders.id (transformed)
--> name <- customers.name
--> amount <- orders.amount
--> * filters: customers.id, orders.id

-- right join using
select id, c.name from orders o right join customers c using (id);
--> id <- customers.id
--> name <- customers.name
--> * filters: customers.id, orders.id

-- natural join
select * from items natural join products;
--> order_id <- items.order_id
--> sku <- items.sku
--> quantity <- items.quantity
--> price <- items.price
--> category <- products.category
--> * filters: items.price, items.sku, products.price, products.sku

-- three tables using
select id, c.name, o.amount, e.kind from customers c join orders o using (id) join events e using (id);
--> id <- customers.id
--> name <- customers.name
--> amount <- orders.amount
--> kind <- events.kind
--> * filters: customers.id, events.id, orders.id

-- semi and anti join
select o.id from orders o semi join customers c on c.id = o.customer_id anti join events e on e.id = o.id;
--> id <- orders.id
--> * filters: customers.id, events.id, orders.customer_id, orders.id

-- comma join with a filter
select c.name, o.amount from customers c, orders o where c.id = o.customer_id and o.status = 'paid';
--> name <- customers.name
--> amount <- orders.amount
--> * filters: customers.id, orders.customer_id, orders.status

-- lateral subquery
select c.id, l.top from customers c, lateral (select max(o.amount) as top from orders o where o.customer_id = c.id) l;
--> id <- customers.id
--> top <- orders.amount (aggregated)
--> * filters: customers.id, orders.customer_id

-- exists
select name from customers c where exists (select 1 from orders o where o.customer_id = c.id and o.amount > 10);
--> name <- customers.name
--> * filters: customers.id, orders.amount, orders.customer_id

-- exists as a value
select name, exists (select 1 from orders o where o.customer_id = c.id) as has_orders from customers c;
--> name <- customers.name
--> has_orders <- customers.id (transformed), orders.customer_id (transformed)

-- in a subquery
select name from customers where id in (select customer_id from orders where status = 'paid');
--> name <- customers.name
--> * filters: customers.id, orders.customer_id, orders.status

-- in as a value
select id, id in (select customer_id from orders) as buys from customers;
--> id <- customers.id
--> buys <- customers.id (transformed), orders.customer_id (transformed)

-- a scalar subquery that is not correlated
select id, amount / (select sum(amount) from orders) as share from orders;
--> id <- orders.id
--> share <- orders.amount (aggregated)

-- union all by position
select id, name from customers union all select id, status from orders;
--> id <- customers.id, orders.id
--> name <- customers.name, orders.status

-- union by name
select id, name from customers union all by name select name, id as other, manager_id from staff;
--> id <- customers.id
--> name <- customers.name, staff.name
--> other <- staff.id
--> manager_id <- staff.manager_id

-- union removes duplicates
select city from customers union select status from orders;
--> city <- customers.city, orders.status
--> * filters: customers.city, orders.status

-- intersect
select id from customers intersect select customer_id from orders;
--> id <- customers.id
--> * filters: customers.id, orders.customer_id

-- except
select id, city from customers except select customer_id, status from orders;
--> id <- customers.id
--> city <- customers.city
--> * filters: customers.city, customers.id, orders.customer_id, orders.status

-- a union inside a common table
with u as (select id, 1 as part from customers union all select customer_id, 2 from orders) select part, count(distinct id) as n from u group by part;
--> part <-
--> n <- customers.id (aggregated), orders.customer_id (aggregated)

-- exclude, replace, rename
select * exclude (created_at) replace (upper(name) as name) rename (city as town) from customers;
--> id <- customers.id
--> name <- customers.name (transformed)
--> town <- customers.city

-- exclude of one of two stars
select c.* exclude (id), o.* exclude (id, customer_id) from customers c join orders o on o.customer_id = c.id;
--> name <- customers.name
--> city <- customers.city
--> created_at <- customers.created_at
--> amount <- orders.amount
--> status <- orders.status
--> ordered_at <- orders.ordered_at
--> * filters: customers.id, orders.customer_id

-- columns of the same name
select * from (select c.id, o.id from customers c join orders o on o.customer_id = c.id);
--> id <- customers.id
--> id_1 <- orders.id
--> * filters: customers.id, orders.customer_id

-- row number
select id, row_number() over (partition by customer_id order by ordered_at desc) as rn from orders;
--> id <- orders.id
--> rn <- orders.customer_id (transformed), orders.ordered_at (transformed)

-- running sum with a named window
select id, sum(amount) over w as running from orders window w as (partition by customer_id order by ordered_at, id);
--> id <- orders.id
--> running <- orders.amount (aggregated), orders.customer_id (filtered), orders.id (filtered), orders.ordered_at (filtered)

-- lag
select id, amount - lag(amount) over (order by id) as step from orders;
--> id <- orders.id
--> step <- orders.amount (transformed), orders.id (filtered)

-- qualify
select id, amount from orders qualify row_number() over (partition by customer_id order by ordered_at desc, id) = 1;
--> id <- orders.id
--> amount <- orders.amount
--> * filters: orders.customer_id, orders.id, orders.ordered_at

-- the first value, ignoring nulls
select id, first_value(status ignore nulls) over (partition by customer_id order by id) as first_status from orders;
--> id <- orders.id
--> first_status <- orders.customer_id (filtered), orders.id (filtered), orders.status (transformed)

-- aliases used again
select amount * 2 as double, double + 1 as more, more > 10 as big from orders where double > 5;
--> double <- orders.amount (transformed)
--> more <- orders.amount (transformed)
--> big <- orders.amount (transformed)
--> * filters: orders.amount

-- an alias that is a column too
select upper(name) as name, name as again from customers;
--> name <- customers.name (transformed)
--> again <- customers.name

-- group by ordinals, having
select status, sum(amount) as total from orders group by 1 having count(*) > 1 order by 2 desc;
--> status <- orders.status
--> total <- orders.amount (aggregated)
--> * filters: orders.amount, orders.status

-- group by an alias
select date_trunc('month', ordered_at) as month, sum(amount) as total from orders group by month;
--> month <- orders.ordered_at (transformed)
--> total <- orders.amount (aggregated)
--> * filters: orders.ordered_at

-- grouping sets
select city, count(*) as n from customers group by grouping sets ((city), ());
--> city <- customers.city
--> n <-
--> * filters: customers.city

-- an aggregate with filter and order
select customer_id, sum(amount) filter (where status = 'paid') as paid, string_agg(status, ',' order by ordered_at, id) as states from orders group by customer_id;
--> customer_id <- orders.customer_id
--> paid <- orders.amount (aggregated), orders.status (filtered)
--> states <- orders.id (filtered), orders.ordered_at (filtered), orders.status (aggregated)
--> * filters: orders.customer_id

-- case
select id, case when status = 'paid' then amount else 0 end as paid from orders;
--> id <- orders.id
--> paid <- orders.amount (transformed), orders.status (transformed)

-- coalesce and casts
select coalesce(o.status, c.city)::varchar as label, try_cast(c.name as integer) as n from customers c left join orders o on o.customer_id = c.id;
--> label <- customers.city (transformed), orders.status (transformed)
--> n <- customers.name (transformed)
--> * filters: customers.id, orders.customer_id

-- distinct
select distinct city from customers;
--> city <- customers.city
--> * filters: customers.city

-- distinct on
select distinct on (customer_id) customer_id, amount from orders order by customer_id, ordered_at, id;
--> customer_id <- orders.customer_id
--> amount <- orders.amount
--> * filters: orders.customer_id, orders.id, orders.ordered_at

-- order and limit
select name from customers order by created_at, id limit 2;
--> name <- customers.name
--> * filters: customers.created_at, customers.id

-- unnest in from
select e.id, t.tag from events e, unnest(e.tags) as t(tag);
--> id <- events.id
--> tag <- events.tags (transformed)
--> * filters: events.tags

-- unnest in select
select id, unnest(tags) as tag from events;
--> id <- events.id
--> tag <- events.tags (transformed)
--> * filters: events.tags

-- a recursive table
with recursive chain(id, boss, depth) as (select id, manager_id, 0 from staff where manager_id is null union all select s.id, s.manager_id, depth + 1 from staff s join chain c on s.manager_id = c.id) select id, boss, depth from chain;
--> id <- staff.id
--> boss <- staff.manager_id
--> depth <-
--> * filters: staff.id, staff.manager_id

-- a recursive table whose columns change places
with recursive r(a, b) as (select id, name from staff union all select a + 10, a::varchar from r where a < 5) select a, b from r;
--> a <- staff.id (transformed)
--> b <- staff.id (transformed), staff.name
--> * filters: staff.id

-- a list of values
select v.label, c.id from customers c join (values (1, 'one'), (2, 'two')) as v(n, label) on v.n = c.id;
--> label <-
--> id <- customers.id
--> * filters: customers.id

-- values alone
values (1, 'a'), (2, 'b');
--> col0 <-
--> col1 <-

-- generate_series
select c.id, g.n from customers c, generate_series(1, 3) as g(n);
--> id <- customers.id
--> n <-

-- from first
from customers select city, count(*) as n group by city;
--> city <- customers.city
--> n <-
--> * filters: customers.city

-- from alone
from products;
--> sku <- products.sku
--> category <- products.category
--> price <- products.price

-- pivot clause
select * from (select region, year, units from sales) pivot (sum(units) for year in (2023, 2024));
--> region <- sales.region
--> 2023 <- sales.units (aggregated), sales.year (filtered)
--> 2024 <- sales.units (aggregated), sales.year (filtered)
--> * filters: sales.region, sales.year

-- pivot clause with aliases and two aggregates
select * from (select region, year, units from sales) pivot (sum(units) as total, max(units) as most for year in (2023 as a, 2024 as b));
--> region <- sales.region
--> a_total <- sales.units (aggregated), sales.year (filtered)
--> a_most <- sales.units (aggregated), sales.year (filtered)
--> b_total <- sales.units (aggregated), sales.year (filtered)
--> b_most <- sales.units (aggregated), sales.year (filtered)
--> * filters: sales.region, sales.year

-- pivot statement
pivot sales on year in (2023, 2024) using sum(units) as total group by region;
--> region <- sales.region
--> 2023_total <- sales.units (aggregated), sales.year (filtered)
--> 2024_total <- sales.units (aggregated), sales.year (filtered)
--> * filters: sales.region, sales.year

-- pivot whose columns the data decide
pivot sales on year using sum(units) group by region;
--> region <- sales.region
--> * filters: sales.region, sales.year
--> * not all columns

-- unpivot
select * from (select region, q1, q2 from sales) unpivot (units for quarter in (q1, q2));
--> region <- sales.region
--> quarter <-
--> units <- sales.q1, sales.q2
--> * filters: sales.q1, sales.q2

-- unpivot statement
unpivot (select region, q1, q2 from sales) on q1, q2 into name quarter value units;
--> region <- sales.region
--> quarter <-
--> units <- sales.q1, sales.q2
--> * filters: sales.q1, sales.q2

-- a struct in a common table
with s as (select id, struct_pack(n := name, c := city) as info from customers) select id, info.n as name, info.c from s;
--> id <- customers.id
--> name <- customers.name
--> c <- customers.city

-- a struct of a struct
select x.inner.b as deep from (select {'inner': {'a': name, 'b': city}, 'other': id} as x from customers);
--> deep <- customers.city

-- list comprehension and lambda
select id, [upper(t) for t in tags] as up, list_transform(tags, x -> x || kind) as with_kind from events;
--> id <- events.id
--> up <- events.tags (transformed)
--> with_kind <- events.kind (transformed), events.tags (transformed)

-- json
select id, payload->>'$.k.n' as n from events;
--> id <- events.id
--> n <- events.payload (transformed)

-- the whole row
select c as row_value from customers c;
--> row_value <- customers.city (transformed), customers.created_at (transformed), customers.id (transformed), customers.name (transformed)

-- integer division
select quantity // 2 as half from items;
--> half <- items.quantity (transformed)

-- quoted names
select "id" as "Order Id", "Order Id" + 1 as next from "orders";
--> Order Id <- orders.id
--> next <- orders.id (transformed)

-- the schema with the name
select orders.id, main.orders.amount from main.orders;
--> id <- orders.id
--> amount <- orders.amount

-- a table's other name
select t.x, t.y from customers as t(x, y);
--> x <- customers.id
--> y <- customers.name

-- columns by a computed list, which is not understood
select columns(list_concat(['id'], ['name'])) from customers;
--> * not all columns

-- a join in parentheses
select c.name, p.category from customers c join (orders o join items i on i.order_id = o.id join products p using (sku)) on o.customer_id = c.id;
--> name <- customers.name
--> category <- products.category
--> * filters: customers.id, items.order_id, items.sku, orders.customer_id, orders.id, products.sku

-- a scalar subquery with limit
select id, (select status from orders o where o.customer_id = c.id order by ordered_at desc, id limit 1) as last_status from customers c;
--> id <- customers.id
--> last_status <- customers.id (filtered), orders.customer_id (filtered), orders.id (filtered), orders.ordered_at (filtered), orders.status

-- a comparison with a subquery before a union
select id, amount from orders where amount > (select avg(price) from products) union all select order_id, price from items;
--> id <- items.order_id, orders.id
--> amount <- items.price, orders.amount
--> * filters: orders.amount, products.price

-- any and all
select name from customers where id = any (select customer_id from orders) and id <= all (select id from staff);
--> name <- customers.name
--> * filters: customers.id, orders.customer_id, staff.id

-- two levels of correlation
select c.id, (select max(amount) from orders o where o.customer_id = c.id and exists (select 1 from items i where i.order_id = o.id and i.quantity > c.id)) as m from customers c;
--> id <- customers.id
--> m <- customers.id (filtered), items.order_id (filtered), items.quantity (filtered), orders.amount (aggregated), orders.customer_id (filtered), orders.id (filtered)

-- arg_max
select customer_id, arg_max(status, ordered_at) as last_status from orders group by customer_id;
--> customer_id <- orders.customer_id
--> last_status <- orders.ordered_at (aggregated), orders.status (aggregated)
--> * filters: orders.customer_id

-- between, like, is null
select id, amount between 1 and 100 as small, status like 'p%' as p, status is null as none from orders;
--> id <- orders.id
--> small <- orders.amount (transformed)
--> p <- orders.status (transformed)
--> none <- orders.status (transformed)

-- a window over an aggregate
select status, sum(amount) as total, rank() over (order by sum(amount) desc) as place from orders group by status;
--> status <- orders.status
--> total <- orders.amount (aggregated)
--> place <- orders.amount (aggregated)
--> * filters: orders.status

-- asof join
select o.id, e.kind from orders o asof join events e on o.customer_id = e.user_id and o.ordered_at >= e.at;
--> id <- orders.id
--> kind <- events.kind
--> * filters: events.at, events.user_id, orders.customer_id, orders.ordered_at

-- set operation in parentheses
select n from ((select name as n from customers) union all (select status from orders)) where n <> 'x';
--> n <- customers.name, orders.status
--> * filters: customers.name, orders.status

-- a star beside computed columns
select *, amount * 1.2 as gross from orders;
--> id <- orders.id
--> customer_id <- orders.customer_id
--> amount <- orders.amount
--> status <- orders.status
--> ordered_at <- orders.ordered_at
--> gross <- orders.amount (transformed)

-- count of a column, and of all
select count(*) as rows_, count(status) as given, count(distinct customer_id) as buyers from orders;
--> rows_ <-
--> given <- orders.status (aggregated)
--> buyers <- orders.customer_id (aggregated)

-- the order of all columns, and of a name that two tables have
select o.id, c.name from orders o join customers c on c.id = o.customer_id order by id limit 5;
--> id <- orders.id
--> name <- customers.name
--> * filters: customers.id, orders.customer_id, orders.id

-- order by all
select id, amount from orders order by all limit 5;
--> id <- orders.id
--> amount <- orders.amount
--> * filters: orders.amount, orders.id

-- the order of a union decides its first rows
select id, amount from orders union all by name select id from customers order by amount, id limit 3;
--> id <- customers.id, orders.id
--> amount <- orders.amount
--> * filters: customers.id, orders.amount, orders.id

-- columns under names with their own
select columns('(n|c).*e') as 'x_\0', max(columns(* exclude (name, city, created_at))) over () from customers;
--> x_name <- customers.name
--> x_created_at <- customers.created_at
--> id <- customers.id (aggregated)

-- columns unpacked
select id, coalesce(*columns(['name', 'city'])) as label from customers where columns(c -> c like '%e') is not null;
--> id <- customers.id
--> label <- customers.city (transformed), customers.name (transformed)
--> * filters: customers.name

-- unpivot of columns by a pattern
unpivot (select region, q1, q2 from sales) on columns('q.') into name quarter value n;
--> region <- sales.region
--> quarter <-
--> n <- sales.q1, sales.q2
--> * filters: sales.q1, sales.q2

-- unnest of a struct
select unnest({'a': name, 'b': id}), city from customers;
--> a <- customers.name
--> b <- customers.id
--> city <- customers.city

-- a comprehension with places
select id, [x || i for x, i in tags if i > 1] as v from events;
--> id <- events.id
--> v <- events.tags (transformed)

-- not like
select * not like '%\_at' from customers;
--> id <- customers.id
--> name <- customers.name
--> city <- customers.city
--> created_at <- customers.created_at

-- unnest of a list of structs, and a field of what it gives
select id, x.a as n, x from (select city as id, unnest(list({'a': name, 'b': created_at})) as x from customers group by city);
--> id <- customers.city
--> n <- customers.name (aggregated)
--> x <- customers.created_at (aggregated), customers.name (aggregated)
--> * filters: customers.city, customers.created_at, customers.name
