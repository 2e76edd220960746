-- When the open pairs within reach were found, so many from the oldest on.
select p.made_at from pair p
where p.state in ('open', 'seconding', 'parting')
    and exists (select 1 from returnee r where r.id = p.one and {scope})
    and exists (select 1 from returnee r where r.id = p.other and {scope})
order by p.made_at
limit 1 offset $1
