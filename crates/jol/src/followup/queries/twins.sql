-- People who resemble somebody else, in the order of their registration.
select r.id, r.number, r.surname, r.given, r.patronymic, r.territory, r.sensitivity, d.registered_on as since
from road d
join returnee r on r.id = d.returnee
where d.twin is not null and d.returnee > $1 and {whose} and {scope}
order by d.returnee
limit $2
