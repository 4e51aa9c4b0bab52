select {{ 1 + 'a' }} as one
