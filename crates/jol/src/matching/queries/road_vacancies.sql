-- Vacancies of one occupation that people are shown, in some places, the newest first: what a road may end at.
select v.id, v.title, v.territory, v.wage_from, v.wage_to, v.form, v.starts_on, v.closes_on, v.needs, o.name as employer
from vacancy v
join organisation o on o.id = v.organisation
where v.occupation = $1 and v.state = 'open' and v.closes_on >= $2 and o.standing = 'verified' and {places}
order by v.id desc
limit $3
