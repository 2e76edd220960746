-- What a person wants, if they are within reach.
select w.* from wish w
join returnee r on r.id = w.returnee
where w.returnee = $1 and {scope}
