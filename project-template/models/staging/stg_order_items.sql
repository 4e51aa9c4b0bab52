-- depends_on: {{ ref('raw_order_items') }}

with order_items as (

    select * from {{ source('raw', 'order_items') }}

)

-- The amount is taken from the price at the time of the order: the catalogue's price may have changed since.
select
    id as order_item_id,
    order_id,
    product_sku,
    quantity,
    {{ cents_to_currency('unit_price_cents') }} as unit_price,
    {{ cents_to_currency('quantity * unit_price_cents') }} as amount
from order_items
