select customer
from {{ ref('totals') }} as a
join {{ ref('ranked') }} as b on a.total = b.total
