select 2 as two -- 16, the other one is in staging
