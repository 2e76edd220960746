-- How many they are, counted no further than the page says.
select count(*) from (
    select 1 from road d
    join returnee r on r.id = d.returnee
    where d.{column} is not null and {due} and {whose} and {scope}
    limit $2
) found
