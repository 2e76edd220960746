-- Lines of a proposal, of people within reach, by their numbers. Taken up is what the office has brought to the person.
select l.* from (
    select l.*, r.number, r.surname, r.given, r.patronymic,
           (exists (select 1 from candidacy c where c.vacancy = p.thing and c.returnee = l.returnee)
            or exists (select 1 from enrolment e where e.course_group = p.thing and e.returnee = l.returnee)) as is_taken_up
    from proposal_line l
    join returnee r on r.id = l.returnee
    left join proposal_place p on p.proposal = l.proposal and p.at = l.place
    where l.proposal = $1 and l.at > $2 and {scope}
) l
where 1 = 1{rule}
order by l.at
limit $3
