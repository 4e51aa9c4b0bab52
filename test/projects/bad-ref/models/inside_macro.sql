{{ all_of('stg_order') }}
