-- On how many days of a group somebody was there, by any of their records.
select count(distinct a.day) from attendance a
join enrolment e on e.id = a.enrolment
where e.returnee in ({records}) and e.course_group = $2 and a.present
