create or replace table "db"."shop"."it" (
  "id" int not null constraint "key" primary key,
  "a ""b""" decimal(10,2) check (id > 0 -- always
),
  "other_id" int unique references "db"."shop"."other" ("id") default 1,
  constraint "positive" check (id > 0),
  check ("id" is not null and "other_id" is not null),
  unique ("id", "a ""b"""),
  primary key ("id"),
  foreign key ("other_id") references s.other (id),
  foreign key ("other_id") references "db"."shop"."other" ("id"),
  check (id < 100)
);
