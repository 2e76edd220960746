-- Everybody with this phone, by its secret index. Families share one.
select r.id, r.number, r.surname, r.given, r.patronymic, r.birth_on, r.sex, r.territory, r.returned_on, r.country,
       r.sensitivity, r.registered_at, r.find_surname, r.find_given,
       (select j.person from joined j where j.record = r.id) as person,
       (select count(*) from joined j where j.person = r.id) as n_joined
from returnee r
where r.phone_index = $1 and {scope}
order by r.id
limit 100
