refresh materialized view "db"."shop"."it";
