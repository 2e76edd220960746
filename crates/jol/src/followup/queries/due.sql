-- People for whom something is due, those who have waited longest first.
select r.id, r.number, r.surname, r.given, r.patronymic, r.territory, r.sensitivity, d.{column} as since,
    d.registered_on, d.proposed_in
from road d
join returnee r on r.id = d.returnee
where d.{column} is not null and {due} and (d.{column}, d.returnee) > ($2, $3)
    and {whose} and {scope}
order by d.{column}, d.returnee
limit $4
