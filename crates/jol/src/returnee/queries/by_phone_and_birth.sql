-- Who gave this phone and was born on this day. Two are as good as many: neither is opened.
select id from returnee where phone_index = $1 and birth_on = $2 and erased_at is null order by id limit 2
