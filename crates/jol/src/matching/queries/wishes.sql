-- What some people within reach want.
select w.*
from wish w join returnee r on r.id = w.returnee
where w.returnee in ({ids}) and {scope}
order by w.changed_at
