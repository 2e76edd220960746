-- People within reach who have a seat in a group or wait for one, in the order they came, with the days they were there.
select e.*, r.id as person, r.surname, r.given, r.patronymic,
       (select count(*) from attendance a where a.enrolment = e.id and a.present) as n_present
from enrolment e
join returnee r on r.id = coalesce((select person from joined where record = e.returnee), e.returnee)
where e.course_group = $1 and e.is_shown and {scope}
order by e.came_at, e.id
