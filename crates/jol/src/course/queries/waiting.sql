-- Courses that wait for a check: those of one oblast first, then the longest waiting. What a refused or suspended provider
-- offers is not looked at.
select c.*, o.name as provider, o.territory as place
from course c
join organisation o on o.id = c.organisation
where c.state = 'waiting' and o.standing in ('verified', 'waiting')
  and (case when o.territory like $1 then 0 else 1 end, c.id) > ($3, $4)
order by case when o.territory like $1 then 0 else 1 end, c.id
limit $2
