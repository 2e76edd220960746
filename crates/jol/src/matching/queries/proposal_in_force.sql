-- Proposals in force on a day in which somebody has a line, the newest decision first.
select p.* from proposal p
join proposal_line l on l.proposal = p.id
where l.returnee = $1 and p.state in ('accepted', 'partly') and p.last_on >= $2
order by p.decided_at desc
