-- Files of a record, without their content.
select id, kind, n_bytes, added_at from attachment
where returnee = $1 and removed_at is null
order by id
