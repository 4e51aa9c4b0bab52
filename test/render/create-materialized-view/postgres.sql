create materialized view "db"."shop"."it" as
select
  1 as id,
  'it''s' as text;
