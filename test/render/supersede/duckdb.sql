alter view "db"."shop"."it" rename to "it__mw_0t3k1zaabcdef_new__aside";

alter table "db"."shop"."it__mw_0t3k1zaabcdef_new" rename to "it";

drop view "db"."shop"."it__mw_0t3k1zaabcdef_new__aside";
