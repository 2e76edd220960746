-- How many they are, counted no further than the page says.
select count(*) from (
    select 1 from road d
    join returnee r on r.id = d.returnee
    where d.twin is not null and {whose} and {scope}
    limit $1
) found
