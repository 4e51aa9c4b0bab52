{{ config(alias='nine') }} -- 17
select 1 as one
