-- The lines of some profiles within reach, in the order they were told.
select i.*
from profile_item i join returnee r on r.id = i.returnee
where i.returnee in ({ids}) and {scope}
order by i.returnee, i.id
