-- Lines of a proposal, of people within reach, by their numbers. Taken up is what the office has brought to the person.
select l.*, r.number, r.surname, r.given, r.patronymic,
       {taken_up} as is_taken_up
from proposal_line l
join returnee r on r.id = l.returnee
left join proposal_place p on p.proposal = l.proposal and p.at = l.place
where l.proposal = $1 and l.at > $2{rule} and {scope}
order by l.at
limit $3
