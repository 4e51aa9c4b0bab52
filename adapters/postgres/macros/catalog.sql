{# From Postgres' own catalog, which also knows materialized views. A connection sees no other database than its own. #}

{% macro postgres__information_schema_name(database) -%}
  information_schema
{%- endmacro %}

{% macro postgres__list_schemas(database) -%}
  {{ return(run_query("select nspname as schema_name from pg_namespace where nspname not like 'pg\\_%' order by nspname")) }}
{%- endmacro %}

{% macro postgres__check_schema_exists(information_schema, schema) -%}
  {{ return(run_query('select count(*) as schemas from pg_namespace where ' ~ catalog_name_is('nspname', schema))) }}
{%- endmacro %}

{% macro postgres__list_relations_without_caching(schema_relation) -%}
  {%- call statement('list_relations_without_caching', fetch_result=True) -%}
    select
      '{{ schema_relation.database }}' as database,
      c.relname as name,
      n.nspname as schema,
      case c.relkind when 'v' then 'view' when 'm' then 'materialized_view' else 'table' end as type
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'f', 'v', 'm') and {{ catalog_name_is('n.nspname', schema_relation.schema) }}
  {%- endcall -%}
  {{ return(load_result('list_relations_without_caching').table) }}
{%- endmacro %}


{# Rows of two relations each: a view, and what it reads. #}
{% macro postgres_get_relations() -%}
  {%- call statement('relations', fetch_result=True) -%}
    select distinct
      read_schema.nspname as referenced_schema,
      read.relname as referenced_name,
      view_schema.nspname as dependent_schema,
      view.relname as dependent_name
    from pg_depend
    join pg_rewrite on pg_rewrite.oid = pg_depend.objid and pg_depend.classid = 'pg_rewrite'::regclass
    join pg_class view on view.oid = pg_rewrite.ev_class
    join pg_namespace view_schema on view_schema.oid = view.relnamespace
    join pg_class read on read.oid = pg_depend.refobjid and pg_depend.refclassid = 'pg_class'::regclass
    join pg_namespace read_schema on read_schema.oid = read.relnamespace
    where read.oid <> view.oid and read_schema.nspname not in ('pg_catalog', 'information_schema')
    order by 1, 2, 3, 4
  {%- endcall -%}
  {{ return(load_result('relations').table) }}
{%- endmacro %}
