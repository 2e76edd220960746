-- The courses of a person within reach, the newest first.
select e.state, g.starts_on, g.ends_on, c.title, o.name as organisation
from enrolment e
join returnee r on r.id = $1
join course_group g on g.id = e.course_group
join course c on c.id = g.course
join organisation o on o.id = e.organisation
where e.returnee in ({records}) and {scope}
order by e.id desc
limit 5
