-- How many they are, counted no further than the page says.
select count(*) from (
    select 1 from pair p
    where {which}
        and exists (select 1 from returnee r where r.id = p.one and {scope})
        and exists (select 1 from returnee r where r.id = p.other and {scope})
    limit $1
) found
