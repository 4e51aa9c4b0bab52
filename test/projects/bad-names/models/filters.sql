select {{ 'a' | uppr }} as a
