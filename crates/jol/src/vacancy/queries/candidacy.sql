-- A candidacy, if its person is within reach.
select c.* from candidacy c
join returnee r on r.id = coalesce((select person from joined where record = c.returnee), c.returnee)
where c.id = $1 and {scope}
