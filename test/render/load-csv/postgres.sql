create table "db"."shop"."it" (
  "id" bigint,
  "it's" text
);

copy "db"."shop"."it" ("id", "it's") from stdin;
