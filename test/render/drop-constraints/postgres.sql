do $do$
declare
  name text;
begin
  for name in select conname from pg_catalog.pg_constraint where conrelid = '"db"."shop"."it"'::regclass loop
    execute format('alter table "db"."shop"."it" drop constraint if exists %I cascade', name);
  end loop;
end
$do$;
