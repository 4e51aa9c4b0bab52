drop index if exists "db"."shop"."ix";
