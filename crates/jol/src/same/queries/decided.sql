-- What was decided about pairs within reach since a moment: how sure the engine was, what was found, and whether somebody
-- looked. Asked by what it is not, so that the moment leads to it.
select p.weight, p.zone, p.state, p.decided_by is not null
from pair p
where p.state not in ('open', 'seconding', 'parting') and p.decided_at >= $1
    and exists (select 1 from returnee r where r.id = p.one and {scope})
    and exists (select 1 from returnee r where r.id = p.other and {scope})
order by p.decided_at desc
limit $2
