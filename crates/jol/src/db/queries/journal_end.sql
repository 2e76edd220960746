-- The last linked entry.
select seq, hash from journal where seq is not null order by seq desc limit 1
