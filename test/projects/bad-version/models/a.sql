select * from {{ ref('dim', v=3) }}
