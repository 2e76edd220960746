-- The pair of two records, the older first.
select * from pair where one = $1 and other = $2
