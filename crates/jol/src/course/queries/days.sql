-- The days of a group of which somebody has told who was there, and how many were.
select a.day, count(*) as n_told, sum(case when a.present then 1 else 0 end) as n_present
from attendance a
join enrolment e on e.id = a.enrolment
where e.course_group = $1
group by a.day
order by a.day
