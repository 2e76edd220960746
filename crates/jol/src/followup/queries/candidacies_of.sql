-- Where a person within reach stands with employers, the newest first.
select c.stage, c.changed_at, v.id as vacancy, v.title, o.name as organisation
from candidacy c
join returnee r on r.id = $1
join vacancy v on v.id = c.vacancy
join organisation o on o.id = c.organisation
where c.returnee in ({records}) and {scope}
order by c.id desc
limit 5
