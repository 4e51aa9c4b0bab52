select *
from {{ ref('raw_orders') }}
where amunt < 5
