create or replace function "db"."shop"."it"(low, high := 5) as table
select
  1 as id,
  'it''s' as text;
