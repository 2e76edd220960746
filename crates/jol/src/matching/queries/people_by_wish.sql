-- People within reach who wish for one of some occupations, those who registered last first. The wishes are read from
-- their index.
select w.returnee
from wish w cross join returnee r
where ({wishes}) and r.id = w.returnee and {scope}
order by w.returnee desc
limit $1
