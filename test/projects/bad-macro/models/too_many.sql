select {{ cents_to_dollars('price', 2, 'usd') }} as price
