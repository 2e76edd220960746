-- The groups of a provider that are not over for long, with their course, seats, and how many people have one or wait.
select g.*, c.title,
       (select count(distinct coalesce((select person from joined where record = e.returnee), e.returnee)) from enrolment e where e.course_group = g.id and e.state in ('enrolled', 'completed', 'not-completed')) as n_taken,
       (select count(distinct coalesce((select person from joined where record = w.returnee), w.returnee)) from enrolment w where w.course_group = g.id and w.is_shown) as n_people
from course_group g
join course c on c.id = g.course
where g.organisation = $1 and g.ends_on >= $2
order by g.starts_on, g.id
limit $3
