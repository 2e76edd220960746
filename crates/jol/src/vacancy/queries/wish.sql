-- What a person within reach wants.
select w.* from wish w
join returnee r on r.id = w.returnee
where w.returnee = $1 and {scope}
