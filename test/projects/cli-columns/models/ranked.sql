select customer, total, rank() over (order by total desc) as place from {{ ref('totals') }}
