-- Who said which answers of a record, and when, the last word last.
select at, role, action, fields from journal
where person = $1 and object_kind = 'returnee' and action in ('registered', 'changed')
order by id
