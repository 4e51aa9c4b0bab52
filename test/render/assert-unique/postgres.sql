select "id", "day", count(*)
from "db"."shop"."it__mw_0t3k1zaabcdef_new"
where "id" is not null and "day" is not null
group by "id", "day"
having count(*) > 1
order by "id", "day"
limit 5;
