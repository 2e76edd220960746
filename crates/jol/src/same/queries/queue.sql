-- Pairs whose both records are within reach, those first whose decision is worth most or, of those decided, the last.
select p.* from pair p
where {which} and ($3 = '' or p.origin = $3) and (p.{order}, p.id) < ($1, $2)
    and exists (select 1 from returnee r where r.id = p.one and {scope})
    and exists (select 1 from returnee r where r.id = p.other and {scope})
order by p.{order} desc, p.id desc
limit $4
