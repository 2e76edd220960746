-- The people one officer looks after, within reach of somebody.
select d.returnee from road d
join returnee r on r.id = d.returnee
where d.officer = $1 and d.returnee > $2 and {scope}
order by d.returnee
limit $3
