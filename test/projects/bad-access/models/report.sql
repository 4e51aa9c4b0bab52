select *
from {{ ref('cost') }}
join {{ ref('revenue') }} using (one)
