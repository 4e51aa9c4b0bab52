create schema if not exists "db"."shop";
