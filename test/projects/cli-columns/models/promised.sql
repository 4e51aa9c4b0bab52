select customer, total::integer as total from {{ ref('totals') }}
