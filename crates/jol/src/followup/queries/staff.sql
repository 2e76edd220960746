-- People who found work with an organisation here and whom it may see, whoever still works there first.
select s.*, r.id as person, r.surname, r.given, r.patronymic
from spell s
join candidacy c on c.id = s.candidacy
join returnee r on r.id = coalesce((select person from joined where record = s.returnee), s.returnee)
where c.organisation = $1 and c.is_shown and {scope}
order by case when s.to_on is null then 0 else 1 end, s.from_on desc, s.id desc
limit $2
