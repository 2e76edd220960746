-- Others with the same phone.
select id, phone_index from returnee where phone_index in ({people}) and erased_at is null
    and id not in (select record from joined)
order by id
