select
  '{{ env_var("REGION") }}' as region
