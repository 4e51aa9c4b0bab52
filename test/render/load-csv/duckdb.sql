create or replace table "db"."shop"."it" as
select * from read_csv(
  '/data/it''s.csv',
  header = true,
  delim = ';',
  quote = '"',
  escape = '"',
  dateformat = '%Y-%m-%d',
  sample_size = -1,
  skip = 0,
  comment = '',
  strict_mode = true,
  null_padding = false,
  ignore_errors = false,
  names = ['id', 'it''s'],
  types = {'id': 'bigint'}
);
