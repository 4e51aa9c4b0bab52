select *
from raw_ordrs
