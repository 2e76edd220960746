-- How many pairs within reach wait, since when, and where they come from.
select p.state, p.zone, p.origin, count(*), min(p.made_at)
from pair p
where p.state in ('open', 'seconding', 'parting')
    and exists (select 1 from returnee r where r.id = p.one and {scope})
    and exists (select 1 from returnee r where r.id = p.other and {scope})
group by p.state, p.zone, p.origin
order by p.state, p.zone, p.origin
