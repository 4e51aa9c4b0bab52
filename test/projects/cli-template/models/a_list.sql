{% set columns = ['id'].appnd('name') %}
select 1 as id
