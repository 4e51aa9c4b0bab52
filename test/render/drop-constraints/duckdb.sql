create or replace table "db"."shop"."it" as
select * from "db"."shop"."it";
