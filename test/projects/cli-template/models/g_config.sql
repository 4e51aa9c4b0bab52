select {{ config.requier('a') }} as id
