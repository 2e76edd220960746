-- The courses of a person within reach, the newest first: the group, the place in line, the days they were there.
select e.*, c.id as course, c.title, g.starts_on, g.ends_on, g.territory, g.place, g.closed_at, o.name as provider, o.phone,
       (select count(*) from enrolment w
        where w.course_group = e.course_group and w.state = 'waiting'
          and (w.came_at, w.id) <= (e.came_at, e.id)) as in_line,
       (select count(distinct a.day) from attendance a
        join enrolment t on t.id = a.enrolment
        where t.course_group = e.course_group and t.returnee in ({records}) and a.present) as n_present,
       (select count(distinct d.day) from attendance d
        join enrolment m on m.id = d.enrolment
        where m.course_group = e.course_group) as n_days
from enrolment e
join returnee r on r.id = $1
join course_group g on g.id = e.course_group
join course c on c.id = g.course
join organisation o on o.id = g.organisation
where e.returnee in ({records}) and {scope}
order by e.came_at desc, e.id desc
limit $2
