create or replace table "db"."shop"."it" as
select
  1 as id,
  'it''s' as text;

create temporary table "db"."shop"."it__mw_0t3k1zaabcdef_new" as
select
  1 as id,
  'it''s' as text;
