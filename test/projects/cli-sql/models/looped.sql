select
  {% for name in ['id', 'amount', 'price'] %}
  sum({{ name }}) as {{ name }}{{ "," if not loop.last }}
  {% endfor %}
from {{ ref('raw_orders') }}
