-- Pairs of a record that somebody has to look at.
select * from pair where (one = $1 or other = $1) and state = 'open' order by id
