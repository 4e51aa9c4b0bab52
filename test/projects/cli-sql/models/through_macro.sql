select
  id,
  {{ cents('amount') }} as cents
from {{ ref('raw_orders') }}
