-- What waits to be linked, oldest first.
select id, digest from journal where seq is null order by at, id limit 1000
