{{ config(
    materialized='incremental',
    incremental_strategy='microbatch',
    event_time='at',
    begin='soon',
    batch_size='week',
    lookback='two',
) }}
select 1 as id, current_timestamp as at
