select {{ stop_it('a') }} as id
