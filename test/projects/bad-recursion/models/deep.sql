select {{ deep(1) }} as one
