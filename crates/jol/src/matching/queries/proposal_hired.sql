-- How many places of open vacancies are given already.
select c.vacancy, count(distinct coalesce(j.person, c.returnee)) as n
from candidacy c
join vacancy v on v.id = c.vacancy
left join joined j on j.record = c.returnee
where v.state = 'open' and c.stage in ('offered', 'hired')
group by c.vacancy
