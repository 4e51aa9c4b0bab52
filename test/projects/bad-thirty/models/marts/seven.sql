select * from {{ ref('dim', v=9) }} -- 13
