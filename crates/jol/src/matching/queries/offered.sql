-- Vacancies that people are shown, as far as they are compared, those behind one.
select v.id, v.occupation, v.territory, v.form, v.wage_to, v.wage_from, v.closes_on, v.needs, v.places, v.starts_on
from vacancy v
join organisation o on o.id = v.organisation
where v.id > $1 and v.state = 'open' and v.closes_on >= $2 and o.standing = 'verified'
order by v.id
limit $3
