-- Vacancies that people are shown, of some occupations or in some places, newest first, each with its employer.
select v.*, o.name as employer
from vacancy v
join organisation o on o.id = v.organisation
where v.state = 'open' and v.closes_on >= $1 and o.standing = 'verified' and v.{column} in ({codes})
order by v.id desc
limit $2
