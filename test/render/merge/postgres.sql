merge into "db"."shop"."it" as DBT_INTERNAL_DEST
using "temp"."main"."rows" as DBT_INTERNAL_SOURCE
on (DBT_INTERNAL_DEST.n > 3)
  and (DBT_INTERNAL_SOURCE."id" = DBT_INTERNAL_DEST."id")
when matched and (DBT_INTERNAL_SOURCE.n > 1 -- new
) then update set "n" = DBT_INTERNAL_SOURCE."N", "seen" = now()
when matched and (DBT_INTERNAL_SOURCE.n = 0) then error 'it''s zero'
when matched then do nothing
when not matched by source then delete
when not matched then insert ("id") values (DBT_INTERNAL_SOURCE."id")
returning "id";

merge into "db"."shop"."it" as DBT_INTERNAL_DEST
using "temp"."main"."rows" as DBT_INTERNAL_SOURCE
on false
when not matched then insert ("id") values (DBT_INTERNAL_SOURCE."id");
