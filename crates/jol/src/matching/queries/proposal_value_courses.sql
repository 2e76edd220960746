-- What one more seat of each group of a course would add, the dearest first.
select c.id as course, c.title, c.occupation, g.territory, g.starts_on, o.name as provider, p.room, p.n_placed, p.price
from proposal_place p
join course_group g on g.id = p.thing
join course c on c.id = g.course
join organisation o on o.id = c.organisation
where p.proposal = $1 and p.kind = 'course'
order by p.price desc, p.at
