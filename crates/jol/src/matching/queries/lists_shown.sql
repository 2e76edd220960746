-- Lists that were shown from a day on, in the order of their ids: one list, those of one person, or all. Read by the operator,
-- who is shown nothing that is in them.
select * from list_shown
where id > $1 and shown_on >= $2 and (id = $3 or returnee = $3 or $3 = $4)
order by id
limit 500
