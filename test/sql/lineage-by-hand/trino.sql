-- unnest with ordinality
select e.id, t.tag, t.n from events e cross join unnest(e.tags) with ordinality as t (tag, n);
--> id <- events.id
--> tag <- events.tags (transformed)
--> n <-
--> * filters: events.tags

-- a filtered aggregate of a set
select kind, cardinality(array_agg(distinct user_id) filter (where at > timestamp '2024-01-01')) as users from events group by 1;
--> kind <- events.kind
--> users <- events.at (filtered), events.user_id (aggregated)
--> * filters: events.kind

-- fields of a row that is cast
select r.a, r.b from (select cast(row(id, name) as row(a integer, b varchar)) as r from customers);
--> a <- customers.id (transformed)
--> b <- customers.name (transformed)
