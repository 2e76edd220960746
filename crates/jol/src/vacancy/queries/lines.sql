-- The lines of the profile of a person within reach, in the order they were made.
select i.* from profile_item i
join returnee r on r.id = $1
where i.returnee in ({records}) and {scope}
order by i.id
