-- How many vacancies of some occupations were opened since a day, in some places and for so much, by what they ask for.
select v.occupation, v.needs, v.form, count(*) as n
from vacancy v
where v.occupation in ({codes}) and v.state in ('open', 'closed', 'filled') and v.opened_on >= $1
  and coalesce(v.wage_to, v.wage_from, $2) >= $2 and {places}
group by v.occupation, v.needs, v.form
