-- People within reach who have a seat in a group or wait for one, in the order they came, with the days they were there
-- by any of their records.
select e.*, r.id as person, r.surname, r.given, r.patronymic,
       (select count(distinct a.day) from attendance a
        join enrolment m on m.id = a.enrolment
        where m.course_group = e.course_group and a.present
          and m.returnee in (select r.id union all select record from joined where person = r.id)) as n_present
from enrolment e
join returnee r on r.id = coalesce((select person from joined where record = e.returnee), e.returnee)
where e.course_group = $1 and e.is_shown and {scope}
order by e.came_at, e.id
