-- The lines of a profile in the order they were told, if its person is within reach.
select i.* from profile_item i
join returnee r on r.id = $1
where i.returnee in ({records}) and {scope}
order by i.id
