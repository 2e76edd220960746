-- Groups to come of courses that people are shown, each with its course and how many seats are taken, by their ids.
select g.id, g.territory, g.place, g.starts_on, g.ends_on, g.seats,
       c.id as course, c.title, c.occupation, c.skills, c.licences, c.hours, c.price, c.language, c.way, o.name as provider,
       (select count(distinct coalesce((select person from joined where record = e.returnee), e.returnee)) from enrolment e where e.course_group = g.id and e.state in ('enrolled', 'completed', 'not-completed')) as n_taken
from course_group g
join course c on c.id = g.course
join organisation o on o.id = c.organisation
where c.state = 'open' and o.standing = 'verified' and g.closed_at is null and g.starts_on > $1
order by g.id
