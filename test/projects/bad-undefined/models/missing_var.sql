select {{ var('start_date') }} as one
