-- What one more place of work would add, by occupation and place: prices are weighed by how many places there are.
select v.occupation, v.territory, cast(sum(p.room) as bigint) as room, cast(sum(p.n_placed) as bigint) as n_placed,
       cast(sum(p.room * p.price) as bigint) as weighed, max(p.price) as dearest
from proposal_place p
join vacancy v on v.id = p.thing
where p.proposal = $1 and p.kind = 'vacancy'
group by v.occupation, v.territory
