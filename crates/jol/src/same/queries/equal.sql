-- Who has the same PIN, the same phone, or the same name and birth date.
select id from (
    select id from returnee where pin_index = $1 and erased_at is null
    union
    select id from (
        select id from returnee where phone_index = $2 and erased_at is null order by id limit 20
    ) by_phone
    union
    select id from returnee
    where find_surname = $3 and find_given = $4 and birth_on = $5 and erased_at is null
) found
order by id
limit 20
