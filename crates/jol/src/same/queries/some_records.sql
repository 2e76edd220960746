-- The same of a few.
select id, surname, given, patronymic, sex, birth_on, pin_index, phone_index, territory, channel
from returnee
where id in ({people}) and erased_at is null
order by id
