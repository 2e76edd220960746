-- Organisations that wait for a check: those of one oblast first, then the longest waiting.
select o.* from organisation o
where o.standing = 'waiting'
  and (case when o.territory like $1 then 0 else 1 end, o.id) > ($3, $4)
order by case when o.territory like $1 then 0 else 1 end, o.id
limit $2
