{% if execute %}{% set rows = run_query('select 1').rows %}{% endif %}
select {{ total([1, 2]) }} as total, {{ rows.first.value }} as known, {{ rows.values()[0] }} as when_run
