{% macro open() %} -- 18
