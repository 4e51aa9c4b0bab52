select *
from {{ ref('stg_orders' }} -- 9
