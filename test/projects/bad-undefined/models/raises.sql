{{ check_target() }}
select 1 as one
