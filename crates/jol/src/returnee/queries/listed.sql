-- One record by itself, also a joined one, if its person is within reach.
select r.*, (select j.person from joined j where j.record = r.id) as person,
    (select count(*) from joined j where j.person = r.id) as n_joined
from returnee r
where r.id = $1 and {scope}
