-- depends_on: {{ ref('raw_products') }}

with products as (

    select * from {{ source('raw', 'products') }}

)

select
    sku as product_sku,
    name as product_name,
    category,
    {{ cents_to_currency('price_cents') }} as price,
    is_listed,
    updated_at
from products
