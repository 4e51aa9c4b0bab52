{{ config(materialized='table', post_hook=["select 1", "{{ undefined_macro() }}"]) }}
select 1 as id
