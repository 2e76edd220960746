-- The people who have a seat in a group, by their leading records.
select distinct coalesce((select person from joined where record = e.returnee), e.returnee) from enrolment e
where e.course_group = $1 and e.state in ('enrolled', 'completed', 'not-completed')
