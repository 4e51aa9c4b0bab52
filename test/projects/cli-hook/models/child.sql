select * from {{ ref('before') }}
