select '{{ env_var("REGION", "none") }}' as region
