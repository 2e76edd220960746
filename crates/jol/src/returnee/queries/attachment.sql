-- A file, if its person is within reach.
select a.* from attachment a
join returnee r on r.id = coalesce((select person from joined where record = a.returnee), a.returnee)
where a.id = $1 and a.removed_at is null and {scope}
