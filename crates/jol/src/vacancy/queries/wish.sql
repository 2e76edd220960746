-- What a person within reach wants: what they said last.
select w.* from wish w
join returnee r on r.id = $1
where w.returnee in ({records}) and {scope}
order by w.changed_at desc
limit 1
