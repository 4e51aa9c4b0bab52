{% set columns = ['id'] %}
select {{ colums }}, {{ nothing | default('1') }} as one from {{ ref('totals') }}
where {{ feelter }}
