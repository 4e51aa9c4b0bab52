select
  {{ outer('price') }} as price
