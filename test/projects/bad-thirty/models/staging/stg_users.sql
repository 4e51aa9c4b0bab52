select * from {{ source('raw', 'user') }} -- 5
