-- A session with the account it belongs to and its office, and the language of the account or the record.
select coalesce(j.person, s.returnee) as returnee, s.*, a.role, a.name, a.blocked_at, a.office, a.organisation, o.depth, coalesce(a.language, r.language) as own_language
from session s
left join account a on a.id = s.account
left join office o on o.id = a.office
left join joined j on j.record = s.returnee
left join returnee r on r.id = coalesce(j.person, s.returnee)
where s.token = $1
