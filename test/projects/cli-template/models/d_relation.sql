select '{{ this.identifer.upper() }}' as name
