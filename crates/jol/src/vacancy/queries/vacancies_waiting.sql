-- Vacancies that wait for a check: those in one oblast first, then the longest waiting. What a refused or suspended
-- employer offers is not looked at.
select v.*, o.name as employer
from vacancy v
join organisation o on o.id = v.organisation
where v.state = 'waiting' and o.standing in ('verified', 'waiting')
  and (case when v.territory like $1 then 0 else 1 end, v.id) > ($3, $4)
order by case when v.territory like $1 then 0 else 1 end, v.id
limit $2
