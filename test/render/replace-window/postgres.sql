delete from "db"."shop"."it" as DBT_INTERNAL_DEST
where at >= '2026-01-31 23:00:00+00:00' and at < '2026-02-01 00:00:00+00:00'
  and (n > 3);

insert into "db"."shop"."it" ("id", "at")
select "id", "at"
from "temp"."main"."rows"
where at >= '2026-01-31 23:00:00+00:00' and at < '2026-02-01 00:00:00+00:00';
