select {{ cents_to_dollars('price', scales=4) }} as price
