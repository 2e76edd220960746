-- How many records are within reach.
select count(*) from returnee r where {scope}
