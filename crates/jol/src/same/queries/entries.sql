-- The journal forward from a place: records that are new and records whose answers changed.
select seq, person, action, fields from journal
where seq > $1 and seq <= $2 and object_kind = 'returnee' and person is not null
    and action in ('registered', 'changed')
order by seq
limit $3
