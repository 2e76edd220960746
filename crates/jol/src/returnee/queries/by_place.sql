-- People within reach by rayon or city and sex. Joined records are counted by themselves and taken off.
select territory, sex, cast(sum(n) as bigint)
from (
    select r.territory, r.sex, count(*) as n
    from returnee r
    where {scope}
    group by r.territory, r.sex
    union all
    select r.territory, r.sex, -count(*) as n
    from joined j cross join returnee r
    where r.id = j.record and {scope}
    group by r.territory, r.sex
) counted
group by territory, sex
having sum(n) > 0
order by territory, sex
