-- The work of one of these people.
select s.*
from spell s
join candidacy c on c.id = s.candidacy
join returnee r on r.id = coalesce((select person from joined where record = s.returnee), s.returnee)
where s.id = $1 and c.organisation = $2 and c.is_shown and {scope}
