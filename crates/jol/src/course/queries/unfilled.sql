-- Groups in which somebody waits although a seat is free.
select g.id from course_group g
where g.closed_at is null and g.ends_on >= $1
  and exists (select 1 from enrolment w where w.course_group = g.id and w.state = 'waiting')
  and g.seats > (select count(distinct coalesce((select person from joined where record = e.returnee), e.returnee)) from enrolment e where e.course_group = g.id and e.state in ('enrolled', 'completed', 'not-completed'))
order by g.id
