-- People whose surname begins with the first word and whose given name begins with the second.
select r.id, r.number, r.surname, r.given, r.patronymic, r.birth_on, r.sex, r.territory, r.returned_on, r.country,
       r.sensitivity, r.registered_at, r.find_surname, r.find_given,
       (select j.person from joined j where j.record = r.id) as person,
       (select count(*) from joined j where j.person = r.id) as n_joined
from returnee r
where r.find_surname >= $1 and r.find_surname < $2
    and r.find_given >= $3 and r.find_given < $4
    and (r.find_surname, r.find_given, r.id) > ($5, $6, $7)
    and {scope}
order by r.find_surname, r.find_given, r.id
limit $8
