select * from {{ source('rew', 'orders') }}
