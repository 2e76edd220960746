-- The same of entries that no place was given yet.
select object_kind, object, id from journal
where seq is null and object_kind in ('vacancy', 'organisation') and object is not null
order by id
