-- Records with this phone and this birth date, each with its person. Two people are as good as many: neither is opened.
select p.id as record, coalesce(j.person, p.id) as person
from returnee p left join joined j on j.record = p.id
where p.phone_index = $1 and p.birth_on = $2 and p.erased_at is null
order by person, p.id
limit 20
