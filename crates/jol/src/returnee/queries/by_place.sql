-- People within reach by rayon or city and sex.
select r.territory, r.sex, count(*)
from returnee r
where {scope}
group by r.territory, r.sex
order by r.territory, r.sex
