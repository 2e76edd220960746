-- The lines of a profile in the order they were told, if its person is within reach.
select i.* from profile_item i
join returnee r on r.id = i.returnee
where i.returnee = $1 and {scope}
order by i.id
