select {{ dbt_utils.star() }} -- 8
