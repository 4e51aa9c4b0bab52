select {% if execute %}{{ adapter.quot('id') }}{% else %}1{% endif %} as id
