select *
from {{ ref('raw_tested') }}
where amunt < 5
