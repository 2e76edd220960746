-- People who look for work: their road is open and has not come to steady work. By the beginning of their place's code.
select substr(r.territory, 1, 5), count(*)
from road r
where r.closed_on is null and r.steady_on is null
group by substr(r.territory, 1, 5)
