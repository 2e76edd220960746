-- Some of those who gave this phone.
select distinct coalesce(j.person, p.id) as person
from returnee p left join joined j on j.record = p.id
where p.phone_index = $1 and p.erased_at is null
order by person
limit $2
