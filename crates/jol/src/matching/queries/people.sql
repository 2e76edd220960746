-- Some people within reach, as far as work may ask for it.
select r.id, r.number, r.surname, r.given, r.patronymic, r.territory, r.education
from returnee r
where r.id in ({ids}) and {scope}
