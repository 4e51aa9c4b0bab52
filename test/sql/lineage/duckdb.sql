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
select {'a': name, 'b': city} as pair, pair.a as first from customers;
--> pair <- customers.city (transformed), customers.name (transformed)
--> first <- customers.name
