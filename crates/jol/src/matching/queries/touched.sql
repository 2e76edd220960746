-- Vacancies that something became of since a place in the journal, and organisations.
select distinct object_kind, object from journal
where seq > $1 and seq <= $2 and object_kind in ('vacancy', 'organisation') and object is not null
