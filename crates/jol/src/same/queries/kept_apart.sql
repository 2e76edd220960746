-- Whether two records were found to be two people's, but for one pair.
select 1 from pair where one = $1 and other = $2 and state = 'apart' and id <> $3
