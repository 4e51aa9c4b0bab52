select *
{% if target.name == 'dev' %}
limit 10
