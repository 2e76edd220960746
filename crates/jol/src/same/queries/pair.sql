-- One pair, if both of its records are within reach.
select p.* from pair p
where p.id = $1
    and exists (select 1 from returnee r where r.id = p.one and {scope})
    and exists (select 1 from returnee r where r.id = p.other and {scope})
