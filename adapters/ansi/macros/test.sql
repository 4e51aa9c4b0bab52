{# One row from a data test: the number of failures, and whether it reaches the thresholds. #}
{% macro get_test_sql(main_sql, fail_calc, warn_if, error_if, limit) -%}
  {{ return(adapter.dispatch('get_test_sql', 'dbt')(main_sql, fail_calc, warn_if, error_if, limit)) }}
{%- endmacro %}

{% macro default__get_test_sql(main_sql, fail_calc, warn_if, error_if, limit) -%}
select
  {{ fail_calc }} as failures,
  {{ fail_calc }} {{ warn_if }} as should_warn,
  {{ fail_calc }} {{ error_if }} as should_error
from (
  {{ main_sql }}
  {{ 'limit ' ~ limit if limit is not none }}
) dbt_internal_test
{%- endmacro %}


{# The rows that a model gives and the rows that its unit test expects, told apart by `actual_or_expected`. #}
{% macro get_unit_test_sql(main_sql, expected_fixture_sql, expected_column_names) -%}
  {{ return(adapter.dispatch('get_unit_test_sql', 'dbt')(main_sql, expected_fixture_sql, expected_column_names)) }}
{%- endmacro %}

{% macro default__get_unit_test_sql(main_sql, expected_fixture_sql, expected_column_names) -%}
  {%- set marker = adapter.quote('actual_or_expected') -%}
  {%- set names = expected_column_names | join(', ') -%}
select {{ names }}, 'actual' as {{ marker }}
from (
  {{ main_sql }}
) as dbt_internal_unit_test_actual
union all
select {{ names }}, 'expected' as {{ marker }}
from (
  {{ expected_fixture_sql }}
) as dbt_internal_unit_test_expected
{%- endmacro %}


{# What a test reads: the relation, or its rows that meet the test's `where` config. #}
{% macro get_where_subquery(relation) -%}
  {{ return(adapter.dispatch('get_where_subquery', 'dbt')(relation)) }}
{%- endmacro %}

{% macro default__get_where_subquery(relation) -%}
  {%- set condition = config.get('where') -%}
  {%- if condition -%}
    {#- The newline keeps a comment at the end of the condition from swallowing the parenthesis. -#}
    {%- set end = '\n' if '--' in condition else '' -%}
    {{ return('(select * from ' ~ relation ~ ' where ' ~ condition ~ end ~ ') dbt_subquery') }}
  {%- else -%}
    {{ return(relation) }}
  {%- endif -%}
{%- endmacro %}
