select * from {{ ref('stg_order') }} -- 4
