-- Some of those who gave this phone.
select id from returnee where phone_index = $1 and erased_at is null order by id limit $2
