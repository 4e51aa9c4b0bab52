-- Attributes alone, no counts of sales: `updated_at` has to move whenever a row does, or a snapshot would miss it.

with products as (

    select * from {{ ref('stg_products') }}

)

select
    product_sku,
    product_name,
    category,
    price,
    is_listed,
    updated_at
from products
