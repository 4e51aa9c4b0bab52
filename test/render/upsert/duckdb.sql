delete from "db"."shop"."it" as DBT_INTERNAL_DEST
using "temp"."main"."rows" as DBT_INTERNAL_SOURCE
where (DBT_INTERNAL_DEST.n > 3)
  and (DBT_INTERNAL_SOURCE."id" = DBT_INTERNAL_DEST."id")
  and (DBT_INTERNAL_SOURCE."day" = DBT_INTERNAL_DEST."day");

insert into "db"."shop"."it" ("id", "day", "n")
select "id", "day", "n"
from "temp"."main"."rows";

merge into "db"."shop"."it" as DBT_INTERNAL_DEST
using "temp"."main"."rows" as DBT_INTERNAL_SOURCE
on (DBT_INTERNAL_DEST.n > 3)
  and (DBT_INTERNAL_SOURCE."id" = DBT_INTERNAL_DEST."id")
  and (DBT_INTERNAL_SOURCE."day" = DBT_INTERNAL_DEST."day")
when matched then update set "n" = DBT_INTERNAL_SOURCE."n"
when not matched then insert ("id", "day", "n") values (DBT_INTERNAL_SOURCE."id", DBT_INTERNAL_SOURCE."day", DBT_INTERNAL_SOURCE."n");

insert into "db"."shop"."it" as DBT_INTERNAL_DEST ("id", "day", "n")
select "id", "day", "n"
from "temp"."main"."rows"
on conflict ("id", "day") do update set "n" = excluded."n"
where (DBT_INTERNAL_DEST.n > 3);
