create unique index "ix" on "db"."shop"."it" ("id", "a ""b""");

create index "ix" on "db"."shop"."it" using hash ("id");
