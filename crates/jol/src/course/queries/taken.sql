-- How many seats of a group are taken. Who is there by two records takes one.
select count(distinct coalesce((select person from joined where record = e.returnee), e.returnee)) from enrolment e
where e.course_group = $1 and e.state in ('enrolled', 'completed', 'not-completed')
