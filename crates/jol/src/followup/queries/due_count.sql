-- How many they are, counted no further than the page says.
select count(*) from (
    select 1 from road d
    join returnee r on r.id = d.returnee
    where d.{column} is not null and d.{column} <= $1 and {whose} and {scope}
    limit $2
) found
