-- An enrolment, if its person is within reach.
select e.* from enrolment e
join returnee r on r.id = e.returnee
where e.id = $1 and {scope}
