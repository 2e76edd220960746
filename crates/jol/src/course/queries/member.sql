-- An enrolment, if its person is within reach.
select e.* from enrolment e
join returnee r on r.id = coalesce((select person from joined where record = e.returnee), e.returnee)
where e.id = $1 and {scope}
