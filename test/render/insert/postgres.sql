insert into "db"."shop"."it" ("id", "text")
select "id", "text" from (
select
  1 as id,
  'it''s' as text
) as new_rows;
