-- Lists of people that were shown from a day on, in the order of their ids: one list, those about one vacancy or course, or all.
select * from people_shown
where id > $1 and shown_on >= $2 and (id = $3 or about = $3 or $3 = $4)
order by id
limit 500
