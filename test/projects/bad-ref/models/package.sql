select * from {{ ref('other', 'stg_orders') }}
