-- What became of people of a file who have an older record, where both are within reach: ids begin with their moment, and
-- whom somebody else brought in meanwhile is not of this file.
select p.state, count(*)
from pair p
join returnee n on n.id = p.other
where p.origin = 'import' and p.other >= $1 and p.other < $2 and n.registered_by = $3 and n.channel = 'import'
    and exists (select 1 from returnee r where r.id = p.one and {scope})
    and exists (select 1 from returnee r where r.id = p.other and {scope})
group by p.state
