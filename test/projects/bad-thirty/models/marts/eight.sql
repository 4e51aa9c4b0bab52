select * from {{ ref('secret') }} -- 14
