-- What was done with a person's record and who was shown it, newest first.
select j.* from journal j
where j.id < $2
    and (j.person = $1 or j.id in (select s.entry from shown s where s.person = $1))
order by j.id desc
limit $3
