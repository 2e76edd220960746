-- The answers of the registration that are no longer proposed, if their person is within reach.
select s.* from settled_answer s
join returnee r on r.id = $1
where s.returnee in ({records}) and {scope}
