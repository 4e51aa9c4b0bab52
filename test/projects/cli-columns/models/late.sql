select t.customer,
       t.dscount
from {{ ref('totals') }} as t
