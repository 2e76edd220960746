-- The other way round, without those whose surname comes first already.
select r.id, r.number, r.surname, r.given, r.patronymic, r.birth_on, r.sex, r.territory, r.returned_on, r.country,
       r.sensitivity, r.registered_at, r.find_surname, r.find_given,
       (select j.person from joined j where j.record = r.id) as person,
       (select count(*) from joined j where j.person = r.id) as n_joined
from returnee r
where r.find_given >= $1 and r.find_given < $2
    and r.find_surname >= $3 and r.find_surname < $4
    and not (r.find_surname >= $1 and r.find_surname < $2 and r.find_given >= $3 and r.find_given < $4)
    and (r.find_given, r.find_surname, r.id) > ($5, $6, $7)
    and {scope}
order by r.find_given, r.find_surname, r.id
limit $8
