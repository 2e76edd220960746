-- What the road takes over from the records of these people.
select id, above_1, above_2, above_3, sensitivity, consents, sex, birth_on, territory, country, returned_on, registered_at
from returnee
where id in ({people}) and erased_at is null
order by id
