-- flatten
select e.id, f.value::string as tag, f.index from events e, lateral flatten(input => e.tags) f;
--> id <- events.id
--> tag <- events.tags (transformed)
--> index <- events.tags (transformed)
--> * filters: events.tags

-- paths into json
select id, payload:a.b::string as b, payload['c'][0]:d::int as d from events;
--> * not understood

-- qualify
select id, amount from orders qualify row_number() over (partition by customer_id order by ordered_at desc) = 1;
--> id <- orders.id
--> amount <- orders.amount
--> * filters: orders.customer_id, orders.ordered_at

-- aliases used again
select amount * 2 as twice, twice + 1 as more from orders where twice > 3;
--> twice <- orders.amount (transformed)
--> more <- orders.amount (transformed)
--> * filters: orders.amount

-- a column comes before an alias
select amount + 1 as status, status as s from orders;
--> status <- orders.amount (transformed)
--> s <- orders.status

-- exclude and rename
select * exclude (created_at, city) rename (name as label) from customers;
--> id <- customers.id
--> label <- customers.name

-- names fold to upper case
select "ID", id, "name" from (select id, name as "name" from customers);
--> ID <- customers.id
--> id <- customers.id
--> name <- customers.name

-- pivot
select * from (select region, year, units from sales) pivot (sum(units) for year in (2023, 2024)) as p (region, y23, y24);
--> region <- sales.region
--> y23 <- sales.units (aggregated), sales.year (filtered)
--> y24 <- sales.units (aggregated), sales.year (filtered)
--> * filters: sales.region, sales.year

-- pivot with quoted values
select * from (select region, q1, units from sales) pivot (max(units) for q1 in ('a', 'b'));
--> region <- sales.region
--> 'a' <- sales.q1 (filtered), sales.units (aggregated)
--> 'b' <- sales.q1 (filtered), sales.units (aggregated)
--> * filters: sales.q1, sales.region

-- pivot whose columns the data decide
select * from (select region, year, units from sales) pivot (sum(units) for year in (any));
--> region <- sales.region
--> * filters: sales.region, sales.year
--> * not all columns

-- unpivot
select * from (select region, q1, q2 from sales) unpivot (units for quarter in (q1, q2));
--> region <- sales.region
--> quarter <-
--> units <- sales.q1, sales.q2
--> * filters: sales.q1, sales.q2

-- listagg
select customer_id, listagg(status, ',') within group (order by ordered_at) as states from orders group by all;
--> customer_id <- orders.customer_id
--> states <- orders.ordered_at (filtered), orders.status (aggregated)
--> * filters: orders.customer_id

-- object_construct
select object_construct('name', name, 'city', city) as doc from customers;
--> doc <- customers.city (transformed), customers.name (transformed)

-- iff, nvl, dateadd, datediff
select iff(status = 'paid', amount, 0) as paid, nvl(status, 'x') as st, dateadd(day, 1, ordered_at) as next_day, datediff(month, ordered_at, current_date) as age from orders;
--> paid <- orders.amount (transformed), orders.status (transformed)
--> st <- orders.status (transformed)
--> next_day <- orders.ordered_at (transformed)
--> age <- orders.ordered_at (transformed)

-- split_to_table
select c.id, s.value from customers c, lateral split_to_table(c.name, ' ') s;
--> id <- customers.id
--> value <- customers.name (transformed)
--> * filters: customers.name

-- generator
select seq4() as n from table(generator(rowcount => 5));
--> n <-

-- asof join
select o.id, e.kind from orders o asof join events e match_condition (o.ordered_at >= e.at) on o.customer_id = e.user_id;
--> id <- orders.id
--> kind <- events.kind
--> * filters: events.at, events.user_id, orders.customer_id, orders.ordered_at

-- a recursive table without the word
with t as (select id, manager_id from staff where manager_id is null union all select s.id, s.manager_id from staff s join t on t.id = s.manager_id) select * from t;
--> id <- staff.id
--> manager_id <- staff.manager_id
--> * filters: staff.id, staff.manager_id

-- group by all with a union
select city as label, count(*) as n from customers group by all union all select status, count(*) from orders group by all;
--> label <- customers.city, orders.status
--> n <-
--> * filters: customers.city, orders.status

-- ratio_to_report and conditional change
select id, ratio_to_report(amount) over (partition by customer_id) as share from orders;
--> id <- orders.id
--> share <- orders.amount (transformed), orders.customer_id (filtered)

-- connect by
select id, manager_id from staff start with manager_id is null connect by manager_id = prior id;
--> id <- staff.id
--> manager_id <- staff.manager_id
--> * filters: staff.id, staff.manager_id

-- try_cast and regexp
select try_cast(name as integer) as n, regexp_substr(city, '[a-z]+') as word from customers;
--> n <- customers.name (transformed)
--> word <- customers.city (transformed)

-- a function that the parser calls otherwise
select try_to_number(status) as n, util.parse(status) as p from orders;
--> n <- orders.status (transformed)
--> p <- orders.status (transformed)
