-- How many people a vacancy has hired. Who was hired by two records is one of them.
select count(distinct coalesce(j.person, c.returnee))
from candidacy c
left join joined j on j.record = c.returnee
where c.vacancy = $1 and c.stage = 'hired'
