-- Some vacancies, if people are shown them, each with its employer.
select v.*, o.name as employer
from vacancy v
join organisation o on o.id = v.organisation
where v.id in ({people}) and v.state = 'open' and v.closes_on >= {today} and o.standing = 'verified'
