-- People within reach who look for work, as far as work and the groups may ask for it, those behind one. Whoever works with
-- a contract, is on the way into work or sits in a course is left out, and so are records that were joined to another one.
select r.id, r.sex, r.birth_on, r.territory, r.education, r.consents, k.wrapped
from returnee r
join person_key k on k.person = r.id
left join road o on o.returnee = r.id
where r.id > $1 and {scope} and k.wrapped is not null
  and not exists (select 1 from joined j where j.record = r.id)
  and o.closed_on is null and o.steady_on is null and (o.form is null or o.form not in ('formal', 'self-registered'))
  and not exists (select 1 from candidacy c where c.returnee in (select r.id union all select record from joined where person = r.id) and c.stage in ('agreed', 'interview', 'offered'))
  and not exists (select 1 from enrolment e where e.returnee in (select r.id union all select record from joined where person = r.id) and e.state in ('waiting', 'enrolled'))
order by r.id
limit $2
