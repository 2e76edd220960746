-- When people hired since a day had given their word and when they began, the newest first. Who was hired by two records is
-- one of them. Only how long it took goes on from here.
select v.occupation, min(c.agreed_at), min(c.by_employer_on)
from candidacy c
join vacancy v on v.id = c.vacancy
left join joined j on j.record = c.returnee
where c.stage = 'hired' and c.by_employer_on >= $1 and c.agreed_at is not null
group by coalesce(j.person, c.returnee), v.id, v.occupation
order by 3 desc
limit $2
