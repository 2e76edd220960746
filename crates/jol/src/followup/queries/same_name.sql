-- Others of the same name, born on the same day.
select id from returnee
where find_surname = $1 and find_given = $2 and birth_on = $3 and id <> $4 and erased_at is null
    and id not in (select record from joined)
order by id
limit 1
