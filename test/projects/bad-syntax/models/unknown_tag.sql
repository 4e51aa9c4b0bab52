select 1
{% elseif true %}
