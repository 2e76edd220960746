-- The person whose leading record has this id, if it is within reach.
select r.*, (select count(*) from joined j where j.person = r.id) as n_joined
from returnee r
where r.id = $1 and {scope}
    and not exists (select 1 from joined j where j.record = r.id)
