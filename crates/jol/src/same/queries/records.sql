-- What the memory holds of everybody, in the order of their ids.
select id, surname, given, patronymic, sex, birth_on, pin_index, phone_index, territory, channel
from returnee
where id > $1 and erased_at is null
order by id
limit $2
