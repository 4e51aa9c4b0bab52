{% set ages = {'ada': 36} %}
select {{ ages.ida.years }} as age
