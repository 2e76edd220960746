-- Candidacies of a person within reach, newest first.
select c.* from candidacy c
join returnee r on r.id = c.returnee
where c.returnee = $1 and {scope}
order by c.id desc
limit $2
