-- How many seats of a group are taken.
select count(*) from enrolment e
where e.course_group = $1 and e.state in ('enrolled', 'completed', 'not-completed')
