{% if execute %}
{% set held = make_temp_relation(this) %}
{% do run_query('create temp table ' ~ held ~ ' as select 1 as id, 2 as amount') %}
{% set columns = adapter.get_columns_in_relation(held) | map(attribute='name') | join(', ') %}
{% do adapter.drop_relation(held) %}
{% endif %}
select '{{ columns }}' as columns
