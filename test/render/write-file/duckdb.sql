copy (
select
  1 as id,
  'it''s' as text
) to '/data/.mw-0-it.csv' (format csv, header true, delimiter ';', nullstr '-');

copy (
select
  1 as id,
  'it''s' as text
) to '/data/it' (format parquet, partition_by ("day", "a b"), codec zstd);
