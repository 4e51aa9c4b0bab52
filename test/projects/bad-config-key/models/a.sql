{{ config(unique_keys='id', my_own='x') }} select 1 as id
