-- Open requests of people within reach to be erased, the oldest first.
select q.*, r.id as person, r.number, r.surname, r.given, r.patronymic from erasure_request q
join returnee r on r.id = coalesce((select person from joined where record = q.returnee), q.returnee)
where q.decided_at is null and {scope}
order by q.asked_at, q.id
limit 100
