alter table "db"."shop"."it" add column "n" DECIMAL(10,2);

alter table "db"."shop"."it" drop column "old";

alter table "db"."shop"."it" alter column "id" type BIGINT using "id"::BIGINT;
