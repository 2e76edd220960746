-- People who agreed to be shown for a vacancy of an organisation, those first who got further.
select c.*, r.id as person, r.surname, r.given, r.patronymic
from candidacy c
join returnee r on r.id = coalesce((select person from joined where record = c.returnee), c.returnee)
where c.vacancy = $1 and c.organisation = $2 and c.is_shown and {scope}
order by case c.stage when 'hired' then 6 when 'offered' then 5 when 'interview' then 4 else 3 end desc, c.id desc
limit $3
