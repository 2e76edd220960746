-- The same of entries that no place was given yet.
select id, person from journal
where seq is null and object_kind = 'returnee' and person is not null
    and action in ('registered', 'changed', 'erased')
order by id
