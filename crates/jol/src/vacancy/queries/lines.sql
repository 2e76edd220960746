-- The lines of the profile of a person within reach, in the order they were made.
select i.* from profile_item i
join returnee r on r.id = i.returnee
where i.returnee = $1 and {scope}
order by i.id
