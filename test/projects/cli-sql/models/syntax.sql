select id,
  case when amount > 1 then 'big' als 'small' end as size
from {{ ref('raw_orders') }}
