-- Courses that people are shown, each with its next group at the places asked for; those that begin soonest first.
select c.*, o.name as provider, g.id as group_id, g.starts_on, g.ends_on, g.territory, g.seats,
       (select count(distinct coalesce((select person from joined where record = e.returnee), e.returnee)) from enrolment e where e.course_group = g.id and e.state in ('enrolled', 'completed', 'not-completed')) as n_taken
from course c
join organisation o on o.id = c.organisation
left join course_group g on g.id = (
    select n.id from course_group n
    where n.course = c.id and n.closed_at is null and n.starts_on >= $1
      and ($5 = '' or $5 like '%' || n.territory || '%')
    order by n.starts_on, n.id
    limit 1
)
where c.state = 'open' and o.standing = 'verified'
  and (coalesce(g.starts_on, $2), c.id) > ($3, $4)
  and ($5 = '' or c.way = 'online' or g.id is not null)
  and ($6 = '' or c.occupation = $6)
  and ($7 = '' or c.language = $7)
  and (not $8 or c.price = 0)
  and c.find like $9 and c.find like $10 and c.find like $11 and c.find like $12
order by coalesce(g.starts_on, $2), c.id
limit $13
