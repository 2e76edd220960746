-- Proposals in force in which somebody has a line, the newest decision first.
select p.* from proposal p
join proposal_line l on l.proposal = p.id
where l.returnee = $1 and p.state in ('accepted', 'partly')
order by p.decided_at desc
limit $2
