-- By which weights and which folding of names the pairs within reach that wait were found.
select p.model_version, p.norm_version, count(*)
from pair p
where p.state in ('open', 'seconding', 'parting')
    and exists (select 1 from returnee r where r.id = p.one and {scope})
    and exists (select 1 from returnee r where r.id = p.other and {scope})
group by p.model_version, p.norm_version
order by p.model_version desc, p.norm_version desc
