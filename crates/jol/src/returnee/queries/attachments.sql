-- Files of a record, without their content.
select id, kind, n_bytes, added_at from attachment
where returnee in ({records}) and removed_at is null
order by id
