select {{ cents_to_dollars('a', 2, 3) }} as a -- 7
