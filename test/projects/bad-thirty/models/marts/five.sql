select {{ env_var('START') }} -- 11
