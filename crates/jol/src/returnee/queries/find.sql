-- The record with this id, if it is within reach.
select r.* from returnee r where r.id = $1 and {scope}
