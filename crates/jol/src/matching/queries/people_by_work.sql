-- People within reach who worked in one of some occupations, those who registered last first.
select distinct i.returnee
from profile_item i cross join returnee r
where i.kind = 'work' and i.code in ({codes}) and r.id = i.returnee and {scope}
order by i.returnee desc
limit $1
