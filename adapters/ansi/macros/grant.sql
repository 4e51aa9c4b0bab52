{# Whether a table that is replaced keeps the grants of the old one. #}
{% macro copy_grants() -%}
  {{ return(adapter.dispatch('copy_grants', 'dbt')()) }}
{%- endmacro %}

{% macro default__copy_grants() -%}
  {{ return(True) }}
{%- endmacro %}


{% macro support_multiple_grantees_per_dcl_statement() -%}
  {{ return(adapter.dispatch('support_multiple_grantees_per_dcl_statement', 'dbt')()) }}
{%- endmacro %}

{% macro default__support_multiple_grantees_per_dcl_statement() -%}
  {{ return(True) }}
{%- endmacro %}


{# Whether grants may be left over from before this run: not on a relation that is new, or that lost them when it was replaced. #}
{% macro should_revoke(existing_relation, full_refresh_mode=True) -%}
  {{ return(existing_relation is not none and existing_relation is defined and (copy_grants() or not full_refresh_mode)) }}
{%- endmacro %}


{# Rows of grantee and privilege. #}
{% macro get_show_grant_sql(relation) -%}
  {{ return(adapter.dispatch('get_show_grant_sql', 'dbt')(relation)) }}
{%- endmacro %}

{% macro default__get_show_grant_sql(relation) -%}
  select grantee, privilege_type
  from {{ information_schema_name(relation.database) }}.role_table_grants
  where {{ catalog_name_is('table_schema', relation.schema) }}
    and {{ catalog_name_is('table_name', relation.identifier) }}
    and grantor = current_role
    and grantee <> current_role
{%- endmacro %}


{% macro get_grant_sql(relation, privilege, grantees) -%}
  {{ return(adapter.dispatch('get_grant_sql', 'dbt')(relation, privilege, grantees)) }}
{%- endmacro %}

{% macro default__get_grant_sql(relation, privilege, grantees) -%}
  grant {{ privilege }} on {{ relation.render() }} to {{ grantees | join(', ') }}
{%- endmacro %}


{% macro get_revoke_sql(relation, privilege, grantees) -%}
  {{ return(adapter.dispatch('get_revoke_sql', 'dbt')(relation, privilege, grantees)) }}
{%- endmacro %}

{% macro default__get_revoke_sql(relation, privilege, grantees) -%}
  revoke {{ privilege }} on {{ relation.render() }} from {{ grantees | join(', ') }}
{%- endmacro %}


{# The statements that a grant config needs. `get_dcl_macro` is get_grant_sql or get_revoke_sql. #}
{% macro get_dcl_statement_list(relation, grant_config, get_dcl_macro) -%}
  {{ return(adapter.dispatch('get_dcl_statement_list', 'dbt')(relation, grant_config, get_dcl_macro)) }}
{%- endmacro %}

{% macro default__get_dcl_statement_list(relation, grant_config, get_dcl_macro) -%}
  {%- set statements = [] -%}
  {%- for privilege, grantees in grant_config.items() if grantees -%}
    {%- if support_multiple_grantees_per_dcl_statement() -%}
      {%- do statements.append(get_dcl_macro(relation, privilege, grantees) | trim) -%}
    {%- else -%}
      {%- for grantee in grantees -%}
        {%- do statements.append(get_dcl_macro(relation, privilege, [grantee]) | trim) -%}
      {%- endfor -%}
    {%- endif -%}
  {%- endfor -%}
  {{ return(statements) }}
{%- endmacro %}


{% macro call_dcl_statements(dcl_statement_list) -%}
  {{ return(adapter.dispatch('call_dcl_statements', 'dbt')(dcl_statement_list)) }}
{%- endmacro %}

{% macro default__call_dcl_statements(dcl_statement_list) -%}
  {%- for dcl in dcl_statement_list -%}
    {%- call statement('grants') -%}{{ dcl }}{%- endcall -%}
  {%- endfor -%}
{%- endmacro %}


{# Grants what the config adds and, with `should_revoke`, takes away what it no longer has. #}
{% macro apply_grants(relation, grant_config, should_revoke) -%}
  {{ return(adapter.dispatch('apply_grants', 'dbt')(relation, grant_config, should_revoke)) }}
{%- endmacro %}

{% macro default__apply_grants(relation, grant_config, should_revoke=True) -%}
  {%- if not grant_config -%}{{ return('') }}{%- endif -%}
  {%- set current = adapter.standardize_grants_dict(run_query(get_show_grant_sql(relation))) if should_revoke else {} -%}
  {%- set surplus = diff_of_two_dicts(current, grant_config) -%}
  {%- set missing = diff_of_two_dicts(grant_config, current) -%}
  {%- do call_dcl_statements(
    get_dcl_statement_list(relation, surplus, get_revoke_sql) + get_dcl_statement_list(relation, missing, get_grant_sql)
  ) -%}
{%- endmacro %}
