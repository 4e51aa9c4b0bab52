delete from "db"."shop"."it" as DBT_INTERNAL_DEST
where exists (
select 1 from "temp"."main"."rows" as DBT_INTERNAL_SOURCE
where (DBT_INTERNAL_SOURCE."id" = DBT_INTERNAL_DEST."id")
  and (DBT_INTERNAL_SOURCE."day" = DBT_INTERNAL_DEST."day")
)
  and (DBT_INTERNAL_DEST.n > 3);

insert into "db"."shop"."it" ("id", "day", "n")
select "id", "day", "n"
from "temp"."main"."rows";

delete from "db"."shop"."it" as DBT_INTERNAL_DEST
where exists (
select 1 from "temp"."main"."rows" as DBT_INTERNAL_SOURCE
where (DBT_INTERNAL_SOURCE."id" is not distinct from DBT_INTERNAL_DEST."id")
  and (DBT_INTERNAL_SOURCE."day" is not distinct from DBT_INTERNAL_DEST."day")
  and (DBT_INTERNAL_SOURCE.n > 1)
)
  and (n > 3);

insert into "db"."shop"."it" ("id", "day", "n")
select "id", "day", "n"
from "temp"."main"."rows";

delete from "db"."shop"."it" as DBT_INCREMENTAL_TARGET
where exists (
select 1 from "temp"."main"."rows" as DBT_INTERNAL_SOURCE
where (DBT_INTERNAL_SOURCE."id" = DBT_INCREMENTAL_TARGET."id")
  and (DBT_INTERNAL_SOURCE."day" = DBT_INCREMENTAL_TARGET."day")
)
  and (DBT_INCREMENTAL_TARGET.n > 3);

insert into "db"."shop"."it" ("id", "day", "n")
select "id", "day", "n"
from "temp"."main"."rows";

delete from "db"."shop"."it" as DBT_INTERNAL_DEST
where exists (
select 1 from "temp"."main"."rows" as DBT_INTERNAL_SOURCE
where (date_trunc('month', DBT_INTERNAL_SOURCE."day") is not distinct from date_trunc('month', DBT_INTERNAL_DEST."day"))
);

insert into "db"."shop"."it" ("id", "day", "n")
select "id", "day", "n"
from "temp"."main"."rows";

insert into "db"."shop"."it" as DBT_INTERNAL_DEST ("id", "day", "n")
select "id", "day", "n"
from "temp"."main"."rows"
on conflict ("id", "day") do update set "n" = excluded."n"
where (DBT_INTERNAL_DEST.n > 3);
