-- Who was there on a day of a group.
select a.* from attendance a
join enrolment e on e.id = a.enrolment
where e.course_group = $1 and a.day = $2
