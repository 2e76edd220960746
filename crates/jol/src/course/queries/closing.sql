-- Courses that people are shown and that teach a skill or lead to a licence, with their next group;
-- those that begin soonest first.
select c.*, o.name as provider, g.id as group_id, g.starts_on, g.ends_on, g.territory, g.seats,
       (select count(distinct coalesce((select person from joined where record = e.returnee), e.returnee)) from enrolment e where e.course_group = g.id and e.state in ('enrolled', 'completed', 'not-completed')) as n_taken
from course c
join organisation o on o.id = c.organisation
join course_group g on g.id = (
    select n.id from course_group n
    where n.course = c.id and n.closed_at is null and n.starts_on >= $1
    order by n.starts_on, n.id
    limit 1
)
where c.state = 'open' and o.standing = 'verified'
  and ' ' || c.skills || ' ' || c.licences || ' ' like $3 escape '\'
order by g.starts_on, c.id
limit $2
