-- the mistake is in the parent
select *
from {{ ref('kept_aside') }}
