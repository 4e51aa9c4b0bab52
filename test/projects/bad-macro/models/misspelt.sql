select {{ cents_to_dollar('price') }} as price
