-- The same by what they wish for.
select w.occupations, substr(r.territory, 1, 5), count(*)
from road r
join wish w on w.returnee = r.returnee
where r.closed_on is null and r.steady_on is null and w.occupations <> ''
group by w.occupations, substr(r.territory, 1, 5)
