select
  1 as one,
  {{ cents_to_dollar('price') }} as price -- 6
from {{ ref('stg_orders') }}
