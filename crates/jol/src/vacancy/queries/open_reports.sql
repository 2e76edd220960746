-- Reports that nobody has dealt with, the oldest first.
select p.*, v.title
from report p
join vacancy v on v.id = p.vacancy
where p.handled_at is null and p.id > $2
order by p.id
limit $1
