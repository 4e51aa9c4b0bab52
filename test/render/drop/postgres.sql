drop view if exists "db"."shop"."it";
