create or replace view "db"."shop"."a ""view""" as
select
  1 as id,
  'it''s' as text;
