{% for n in [1, 2] %}{% set last = [n] %}{% endfor %}
select {{ last.pop() }} as id
