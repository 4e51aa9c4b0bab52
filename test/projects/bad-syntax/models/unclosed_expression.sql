select *
from {{ ref('orders' }}
