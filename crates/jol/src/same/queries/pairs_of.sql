-- The pairs of one record whose other record is within reach too.
select p.* from pair p
where (p.one = $1 or p.other = $1)
    and exists (select 1 from returnee r where r.id = p.one and {scope})
    and exists (select 1 from returnee r where r.id = p.other and {scope})
order by p.id desc
limit $2
