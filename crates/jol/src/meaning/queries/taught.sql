-- What was said by enough different people, each counted once however many records they have, with the code they chose.
select c.words, c.code, count(distinct coalesce(j.person, c.returnee)) as times
from confirmed_words c
left join joined j on j.record = c.returnee
where c.code is not null
group by c.words, c.code
having count(distinct coalesce(j.person, c.returnee)) >= $1
order by c.words, c.code
