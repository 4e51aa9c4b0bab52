{# Runs the hooks of one kind: those inside the transaction of the build, or those outside of it. #}
{% macro run_hooks(hooks, inside_transaction=True) -%}
  {%- for hook in hooks | selectattr('transaction', 'equalto', inside_transaction) -%}
    {%- if loop.first and not inside_transaction and leave_transaction_sql() -%}
      {%- call statement(auto_begin=False) -%}{{ leave_transaction_sql() }}{%- endcall -%}
    {%- endif -%}
    {%- set rendered = render(hook.get('sql')) | trim -%}
    {%- if rendered -%}
      {%- call statement(auto_begin=inside_transaction) -%}{{ rendered }}{%- endcall -%}
    {%- endif -%}
  {%- endfor -%}
{%- endmacro %}


{# Empty where a statement outside a transaction needs nothing before it. #}
{% macro leave_transaction_sql() -%}
  {{ return(adapter.dispatch('leave_transaction_sql', 'dbt')()) }}
{%- endmacro %}

{% macro default__leave_transaction_sql() -%}
  {{ return('commit;') }}
{%- endmacro %}


{# A hook in the form that says whether it runs inside the transaction. #}
{% macro make_hook_config(sql, inside_transaction) -%}
  {{ tojson({'sql': sql, 'transaction': inside_transaction}) }}
{%- endmacro %}

{% macro before_begin(sql) -%}
  {{ make_hook_config(sql, inside_transaction=False) }}
{%- endmacro %}

{% macro in_transaction(sql) -%}
  {{ make_hook_config(sql, inside_transaction=True) }}
{%- endmacro %}

{% macro after_commit(sql) -%}
  {{ make_hook_config(sql, inside_transaction=False) }}
{%- endmacro %}
