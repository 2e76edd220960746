-- Vacancies that people are shown: checked, not over, of a verified employer. Newest first: ids sort by time.
select v.*, o.name as employer
from vacancy v
join organisation o on o.id = v.organisation
where v.state = 'open' and v.closes_on >= $1 and v.id < $2 and o.standing = 'verified'
  and ($3 = '' or $3 like '%' || v.territory || '%')
  and ($4 = '' or v.occupation = $4)
  and ($5 = '' or v.form = $5)
  and v.find like $7 and v.find like $8 and v.find like $9 and v.find like $10
order by v.id desc
limit $6
