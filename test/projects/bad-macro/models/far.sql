select {{ convert_currency('price') }} as price
