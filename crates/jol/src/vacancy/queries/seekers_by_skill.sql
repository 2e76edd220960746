-- The same by what they can.
select i.code, substr(r.territory, 1, 5), count(distinct r.returnee)
from road r
join profile_item i on i.returnee = r.returnee
where r.closed_on is null and r.steady_on is null and i.kind = 'skill' and i.code is not null
group by i.code, substr(r.territory, 1, 5)
