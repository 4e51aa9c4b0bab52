select '{{ 'a,b'.splt(',') }}' as parts
