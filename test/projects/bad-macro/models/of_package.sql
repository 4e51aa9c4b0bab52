select {{ dbt.dateaddd('day', 1, 'x') }} as price
