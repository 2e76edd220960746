-- The groups of a course, with how many seats are taken and how many people have one or wait.
select g.*,
       (select count(distinct coalesce((select person from joined where record = e.returnee), e.returnee)) from enrolment e where e.course_group = g.id and e.state in ('enrolled', 'completed', 'not-completed')) as n_taken,
       (select count(distinct coalesce((select person from joined where record = w.returnee), w.returnee)) from enrolment w where w.course_group = g.id and w.is_shown) as n_people
from course_group g
where g.course = $1
order by g.starts_on, g.id
