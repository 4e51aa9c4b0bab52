select
  1 as id,
  'it''s' as text;
