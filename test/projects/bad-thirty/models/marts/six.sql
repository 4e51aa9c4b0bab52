select {{ discounted('price') }} -- leads to 12
