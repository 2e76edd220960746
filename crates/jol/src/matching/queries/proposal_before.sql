-- What each person of a proposal has by it.
select l.returnee, p.thing
from proposal_line l
left join proposal_place p on p.proposal = l.proposal and p.at = l.place
where l.proposal = $1
