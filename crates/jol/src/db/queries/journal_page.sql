-- The chain in order, some thousands of entries at a time.
select * from journal where seq > $1 order by seq limit 4000
