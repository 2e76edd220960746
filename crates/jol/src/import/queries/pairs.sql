-- What became of people of a file who have an older record: ids begin with their moment.
select state, count(*) from pair where origin = 'import' and other >= $1 and other < $2 group by state
