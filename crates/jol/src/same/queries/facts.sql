-- What hangs on two people, with all records that were joined with either, and how many personal numbers these have. Both
-- are within reach already.
with person as (
    select coalesce((select j.person from joined j where j.record = q.id), q.id) as id
    from returnee q where q.id in ($1, $2)
), record as (
    select id from person
    union
    select j.record from joined j join person on j.person = person.id
)
select
    exists (select 1 from candidacy c join record on record.id = c.returnee where c.stage = 'hired'),
    exists (select 1 from spell s join record on record.id = s.returnee
            where s.form in ('formal', 'self-registered')),
    exists (select 1 from enrolment e join record on record.id = e.returnee where e.state <> 'left'),
    exists (select 1 from step t join record on record.id = t.returnee where t.state = 'open'),
    (select count(distinct q.pin_index) from returnee q join record on record.id = q.id)
