{{ config(group='finence') }} -- 15
select 1 as one
