-- An entry has no seal of its own: its digest and the chain do that.
insert into journal
    (id, at, actor, role, acting_for, purpose, action, object_kind, object, person, fields,
     content, commitment, digest, seq, hash)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
