-- Candidacies of a person within reach, newest first.
select c.* from candidacy c
join returnee r on r.id = $1
where c.returnee in ({records}) and {scope}
order by c.id desc
limit $2
