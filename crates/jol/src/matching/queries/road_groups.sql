-- Groups to come, and those under way, of courses that people are shown and that close one of some gaps: those that begin
-- soonest first, each with its course and how many seats are taken. They are found by little, and read whole after that.
select g.id, g.territory, g.place, g.starts_on, g.ends_on, g.seats,
       c.id as course, c.title, c.occupation, c.skills, c.licences, c.hours, c.price, c.language, c.way, o.name as provider,
       (select count(distinct coalesce((select person from joined where record = e.returnee), e.returnee)) from enrolment e where e.course_group = g.id and e.state in ('enrolled', 'completed', 'not-completed')) as n_taken
from (
    select g.id, g.starts_on
    from course c
    join organisation o on o.id = c.organisation
    join course_group g on g.course = c.id
    where c.state = 'open' and o.standing = 'verified' and g.closed_at is null and g.ends_on >= $1 and ({gaps})
    order by g.starts_on, g.id
    limit $2
) soonest
join course_group g on g.id = soonest.id
join course c on c.id = g.course
join organisation o on o.id = c.organisation
order by g.starts_on, g.id
