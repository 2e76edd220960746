-- What was done with a person's record and who was shown it, newest first. Each half reads one index;
-- an "or" between them would make PostgreSQL walk through everybody's journal.
select j.* from journal j
where j.id in (
    select o.id from journal o where o.person in ({records}) and o.id < $2
    union all
    select s.entry from shown s where s.person in ({records}) and s.entry < $2
    order by 1 desc
    limit $3
)
order by j.id desc
