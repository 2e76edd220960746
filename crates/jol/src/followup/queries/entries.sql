-- The journal forward from a place: whom each entry is about.
select seq, person, action from journal where seq > $1 order by seq limit $2
