-- Who gave this phone and was born on this day. Two are as good as many: neither is opened.
select distinct coalesce(j.person, p.id) as person
from returnee p left join joined j on j.record = p.id
where p.phone_index = $1 and p.birth_on = $2 and p.erased_at is null
order by person
limit 2
