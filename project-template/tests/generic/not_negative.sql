{# A null passes: whether a value may be missing is for `not_null` to say. #}
{% test not_negative(model, column_name) %}

select {{ column_name }}
from {{ model }}
where {{ column_name }} < 0

{% endtest %}
