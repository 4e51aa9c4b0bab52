select {{ 1 + 1 }} as two, {{ "'" ~ target.name ~ "'" }} as target, custmer from {{ ref('raw_orders') }}
