select key_1, key_2, count(*)
from (
select id as key_1, lower(text) as key_2 from (
select
  1 as id,
  'it''s' as text
) as key_rows
) as keyed
group by key_1, key_2
having count(*) > 1 or key_1 is null or key_2 is null
order by key_1, key_2
limit 5;
