-- Lines of people with a place that nobody has taken up with them and that they have not said no to, in proposals that
-- were accepted.
select l.*
from proposal_line l
join proposal p on p.id = l.proposal
join proposal_place t on t.proposal = l.proposal and t.at = l.place
where l.returnee in ({people}) and l.declined is null and p.state in ('accepted', 'partly')
  and not exists (select 1 from candidacy c where c.vacancy = t.thing and c.returnee = l.returnee)
  and not exists (select 1 from enrolment e where e.course_group = t.thing and e.returnee = l.returnee)
