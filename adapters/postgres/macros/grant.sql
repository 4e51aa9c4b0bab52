{# A table that is replaced is another one, which nobody has been granted anything on. #}
{% macro postgres__copy_grants() -%}
  {{ return(False) }}
{%- endmacro %}

{% macro postgres__get_show_grant_sql(relation) -%}
  select coalesce(r.rolname, 'public') as grantee, a.privilege_type
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  cross join aclexplode(c.relacl) a
  left join pg_roles r on r.oid = a.grantee
  where {{ catalog_name_is('n.nspname', relation.schema) }}
    and {{ catalog_name_is('c.relname', relation.identifier) }}
    and a.grantee <> c.relowner
{%- endmacro %}
