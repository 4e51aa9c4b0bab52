-- a chain of common tables whose names change places
with a as (select id as x, amount as y from orders), b as (select x as y, y as x from a), c as (select y, x + 1 as x from b)
select x as total, y as key from c;
--> total <- orders.amount (transformed)
--> key <- orders.id

-- a common table within a subquery hides the outer one
with t as (select name as v from customers)
select (with t as (select max(status) as v from orders) select v from t) as inner_v, v as outer_v from t;
--> inner_v <- orders.status (aggregated)
--> outer_v <- customers.name

-- a bare name that only the outer query has
select c.name, (select count(*) from orders where customer_id = c.id and status = name) as n from customers c;
--> name <- customers.name
--> n <- customers.id (filtered), customers.name (filtered), orders.customer_id (filtered), orders.status (filtered)

-- a bare name that both queries have
select c.id, (select max(id) from orders where customer_id = c.id) as latest from customers c;
--> id <- customers.id
--> latest <- customers.id (filtered), orders.customer_id (filtered), orders.id (aggregated)

-- a ratio of aggregates from a subquery that is joined
select c.city, t.total / t.n as mean
from customers c
left join (select customer_id, sum(amount) as total, count(id) as n from orders where status <> 'open' group by customer_id) t
  on t.customer_id = c.id
where t.n > 1;
--> city <- customers.city
--> mean <- orders.amount (aggregated), orders.id (aggregated)
--> * filters: customers.id, orders.customer_id, orders.id, orders.status

-- star over a left join with using, and a name twice
select * from items left join products using (sku);
--> order_id <- items.order_id
--> sku <- items.sku
--> quantity <- items.quantity
--> price <- items.price
--> category <- products.category
--> price_1 <- products.price
--> * filters: items.sku, products.sku

-- a full join with using, then a left join with using
select id, coalesce(c.name, s.name) as name, e.kind from customers c full join staff s using (id) left join events e using (id);
--> id <- customers.id (transformed), staff.id (transformed)
--> name <- customers.name (transformed), staff.name (transformed)
--> kind <- events.kind
--> * filters: customers.id, events.id, staff.id

-- a right join with using, whose left side is named
select sku, items.sku as left_sku from items right join products using (sku);
--> sku <- products.sku
--> left_sku <- items.sku
--> * filters: items.sku, products.sku

-- a union of a union, ordered by a name of the first
select id as key, name as label from customers union all (select id, status from orders union all select id, kind from events) order by key;
--> key <- customers.id, events.id, orders.id
--> label <- customers.name, events.kind, orders.status
--> * filters: customers.id, events.id, orders.id

-- a constant on one side of a union, except on the other
select id, 'c' as part from customers union all (select customer_id, status from orders except select id, name from staff);
--> id <- customers.id, orders.customer_id
--> part <- orders.status
--> * filters: orders.customer_id, orders.status, staff.id, staff.name

-- an intersection with a union
(select id from customers union select manager_id from staff) intersect select customer_id from orders;
--> id <- customers.id, staff.manager_id
--> * filters: customers.id, orders.customer_id, staff.manager_id

-- two stars of a join, replaced from both sides
select o.* exclude (status) replace (o.amount * c.id as amount), c.* exclude (id, created_at)
from orders o join customers c on c.id = o.customer_id;
--> id <- orders.id
--> customer_id <- orders.customer_id
--> amount <- customers.id (transformed), orders.amount (transformed)
--> ordered_at <- orders.ordered_at
--> name <- customers.name
--> city <- customers.city
--> * filters: customers.id, orders.customer_id

-- names that a star gives anew
select order_id, gross * 2 as twice from (select * rename (id as order_id, amount as gross) from orders) where status = 'paid';
--> order_id <- orders.id
--> twice <- orders.amount (transformed)
--> * filters: orders.status

-- a lateral that reads a lateral
select o.id, a.doubled, b.more
from orders o, lateral (select o.amount * 2 as doubled) a, lateral (select a.doubled + o.id as more) b;
--> id <- orders.id
--> doubled <- orders.amount (transformed)
--> more <- orders.amount (transformed), orders.id (transformed)

-- the last row by a lateral
select c.id, l.status
from customers c
left join lateral (select status from orders o where o.customer_id = c.id order by ordered_at desc, o.id limit 1) l on true;
--> id <- customers.id
--> status <- orders.status
--> * filters: customers.id, orders.customer_id, orders.id, orders.ordered_at

-- an unnested list beside a column
select id, u.t || kind as v from events, unnest(tags) as u(t);
--> id <- events.id
--> v <- events.kind (transformed), events.tags (transformed)
--> * filters: events.tags

-- counting what a list has
select tag, count(*) as n from (select unnest(tags) as tag, id from events) where id > 2 group by tag;
--> tag <- events.tags (transformed)
--> n <-
--> * filters: events.id, events.tags

-- an aggregate of an aggregate in a window
select customer_id, sum(amount) as total, sum(sum(amount)) over (partition by min(status) order by customer_id) as running
from orders group by customer_id;
--> customer_id <- orders.customer_id
--> total <- orders.amount (aggregated)
--> running <- orders.amount (aggregated), orders.customer_id (filtered), orders.status (filtered)
--> * filters: orders.customer_id

-- a filtered count over a frame
select id, count(*) filter (where status = 'paid') over (partition by customer_id order by ordered_at, id rows between 2 preceding and current row) as n
from orders;
--> id <- orders.id
--> n <- orders.customer_id (filtered), orders.id (filtered), orders.ordered_at (filtered), orders.status (filtered)

-- qualify by the name of a window function
select id, rank() over (partition by status order by amount desc) as r from orders qualify r <= 2;
--> id <- orders.id
--> r <- orders.amount (transformed), orders.status (transformed)
--> * filters: orders.amount, orders.status

-- a pivot statement over a join
pivot (select c.city, o.status, o.amount from orders o join customers c on c.id = o.customer_id) on status in ('open', 'paid') using sum(amount);
--> city <- customers.city
--> open <- orders.amount (aggregated), orders.status (filtered)
--> paid <- orders.amount (aggregated), orders.status (filtered)
--> * filters: customers.city, customers.id, orders.customer_id, orders.status

-- unpivot that keeps nulls
select region, quarter, n from sales unpivot include nulls (n for quarter in (q1 as first, q2 as second));
--> region <- sales.region
--> quarter <-
--> n <- sales.q1, sales.q2

-- a field of a field
select s.a.x as x, s.b from (select {'a': {'x': id, 'y': amount}, 'b': status} as s from orders);
--> x <- orders.id
--> b <- orders.status

-- all fields of a struct
select s.* from (select {'k': name, 'l': upper(city)} as s from customers);
--> k <- customers.name
--> l <- customers.city (transformed)

-- paths down a tree
with recursive t(n, path) as (
  select id, name from staff where manager_id is null
  union all
  select s.id, t.path || '/' || s.name from staff s, t where s.manager_id = t.n
)
select path, count(*) over () as all_rows from t;
--> path <- staff.name (transformed)
--> all_rows <-
--> * filters: staff.id, staff.manager_id

-- recursion over numbers alone
with recursive f as (select 1 as n, amount as a from orders union all select n + 1, a / 2 from f where n < 3) select n, a from f;
--> n <-
--> a <- orders.amount (transformed)

-- rollup
select city, count(distinct name) as n from customers group by rollup (city);
--> city <- customers.city
--> n <- customers.name (aggregated)
--> * filters: customers.city

-- a case against a scalar subquery
select id, case when amount > (select avg(amount) from orders) then 'high' else status end as level from orders;
--> id <- orders.id
--> level <- orders.amount (aggregated), orders.status (transformed)

-- lists of groups
select customer_id, list(status order by ordered_at, id) as states, list(id order by id)[1] as first_id from orders group by all;
--> customer_id <- orders.customer_id
--> states <- orders.id (filtered), orders.ordered_at (filtered), orders.status (aggregated)
--> first_id <- orders.id (aggregated)
--> * filters: orders.customer_id

-- positional join
select c.name, s.name as other from customers c positional join staff s;
--> name <- customers.name
--> other <- staff.name

-- lambdas and comprehensions with a condition
select id, list_filter(tags, t -> t <> kind) as others, [t for t in tags if t like 'u%'] as us from events;
--> id <- events.id
--> others <- events.kind (transformed), events.tags (transformed)
--> us <- events.tags (transformed)

-- columns by a pattern
select columns('^c') from customers;
--> city <- customers.city
--> created_at <- customers.created_at

-- columns by a lambda, computed
select id, upper(columns(c -> c in ('name', 'city'))) from customers;
--> id <- customers.id
--> name <- customers.name (transformed)
--> city <- customers.city (transformed)

-- the star of names that are like something
select * like 'c%' from customers;
--> city <- customers.city
--> created_at <- customers.created_at

-- a subquery in a join's condition
select o.id from orders o join products p on p.price = (select max(price) from items i where i.order_id = o.id);
--> id <- orders.id
--> * filters: items.order_id, items.price, orders.id, products.price

-- a semi join with using
select * from products semi join items using (sku);
--> sku <- products.sku
--> category <- products.category
--> price <- products.price
--> * filters: items.sku, products.sku

-- from first, over a common table without a select
with p as (from products where price > 3)
from p join items using (sku) select category, sum(quantity * p.price) as worth group by all having worth > 10;
--> category <- products.category
--> worth <- items.quantity (aggregated), products.price (aggregated)
--> * filters: items.quantity, items.sku, products.category, products.price, products.sku

-- aggregates over the first rows
select count(*) as n, max(v) as m from (select amount as v from orders order by ordered_at, id limit 5);
--> n <-
--> m <- orders.amount (aggregated)
--> * filters: orders.id, orders.ordered_at

-- not in, and not exists that reads two levels
select p.category from products p
where p.sku not in (select sku from items where quantity > 2)
  and not exists (select 1 from items i where i.sku = p.sku and exists (select 1 from orders o where o.id = i.order_id and o.amount > p.price));
--> category <- products.category
--> * filters: items.order_id, items.quantity, items.sku, orders.amount, orders.id, products.price, products.sku

-- a self join of a common table that aggregates
with m as (select date_trunc('month', ordered_at) as month, sum(amount) as total from orders group by 1)
select a.month, a.total - b.total as growth from m a left join m b on b.month = a.month - interval 1 month;
--> month <- orders.ordered_at (transformed)
--> growth <- orders.amount (aggregated)
--> * filters: orders.ordered_at

-- an alias that hides a column only where it must not
select amount + 1 as amount, amount * 2 as twice from orders where amount > 5 order by amount limit 3;
--> amount <- orders.amount (transformed)
--> twice <- orders.amount (transformed)
--> * filters: orders.amount

-- the row with the largest value, kept whole
select customer_id, arg_max(o, ordered_at).status as last_status from orders o group by customer_id;
--> customer_id <- orders.customer_id
--> last_status <- orders.ordered_at (aggregated), orders.status (aggregated)
--> * filters: orders.customer_id

-- union by name of a star and a list
select * from (select id, name from staff) union all by name select city as name, 1 as level from customers;
--> id <- staff.id
--> name <- customers.city, staff.name
--> level <-
