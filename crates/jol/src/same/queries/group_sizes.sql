-- How many people within reach have how many records, the largest first.
select size, count(*) from (
    select 1 + count(*) as size
    from joined j join returnee r on r.id = j.person
    where {scope}
    group by j.person
) found
group by size
order by size desc
limit $1
