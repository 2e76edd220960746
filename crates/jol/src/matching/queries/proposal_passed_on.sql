-- The people who have a place in a part of a proposal's lines.
select returnee from proposal_line
where proposal = $1 and at >= $2 and at < $3 and place is not null
