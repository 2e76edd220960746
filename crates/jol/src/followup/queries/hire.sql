-- What work somebody was hired for, and by whom.
select v.occupation, o.name from vacancy v join organisation o on o.id = v.organisation where v.id = $1
