-- depends_on: {{ ref('raw_customers') }}

with customers as (

    select * from {{ source('raw', 'customers') }}

)

select
    id as customer_id,
    first_name || ' ' || last_name as customer_name,
    email,
    city,
    postal_code,
    created_at,
    updated_at
from customers
