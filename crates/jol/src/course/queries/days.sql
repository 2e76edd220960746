-- The days of a group of which somebody has told who was there, and how many were.
select a.day, count(distinct coalesce((select person from joined where record = e.returnee), e.returnee)) as n_told,
       count(distinct case when a.present then coalesce((select person from joined where record = e.returnee), e.returnee) end) as n_present
from attendance a
join enrolment e on e.id = a.enrolment
where e.course_group = $1
group by a.day
order by a.day
