-- What became of records since a place in the journal.
select distinct person from journal
where seq > $1 and seq <= $2 and object_kind = 'returnee' and person is not null
    and action in ('registered', 'changed', 'erased')
