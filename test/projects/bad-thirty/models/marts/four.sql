select {{ var('start') }} -- 10
