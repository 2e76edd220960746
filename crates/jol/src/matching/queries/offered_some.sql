-- The same of some vacancies.
select v.id, v.occupation, v.territory, v.form, v.wage_to, v.wage_from, v.closes_on, v.needs, v.places, v.starts_on
from vacancy v
join organisation o on o.id = v.organisation
where v.id in ({people}) and v.state = 'open' and o.standing = 'verified'
order by v.id
