-- The groups of a course, with how many seats are taken and how many people wait.
select g.*,
       (select count(*) from enrolment e where e.course_group = g.id and e.state in ('enrolled', 'completed', 'not-completed')) as n_taken,
       (select count(*) from enrolment w where w.course_group = g.id and w.state = 'waiting') as n_waiting
from course_group g
where g.course = $1
order by g.starts_on, g.id
