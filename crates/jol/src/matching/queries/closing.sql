-- Courses that people are shown and that may teach a skill or lead to a licence, with the day on which they begin next;
-- those that begin soonest first.
select c.id, c.title, c.skills, c.licences, min(g.starts_on)
from course c
join organisation o on o.id = c.organisation
left join course_group g on g.course = c.id and g.closed_at is null and g.starts_on >= $2
where c.state = 'open' and o.standing = 'verified' and ' ' || c.skills || ' ' || c.licences || ' ' like $1
group by c.id, c.title, c.skills, c.licences
order by min(g.starts_on) is null, min(g.starts_on), c.id
limit 5
