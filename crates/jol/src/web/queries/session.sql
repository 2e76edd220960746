-- A session with the account it belongs to and its office.
select s.*, a.role, a.name, a.blocked_at, a.office, a.organisation, o.depth
from session s
left join account a on a.id = s.account
left join office o on o.id = a.office
where s.token = $1
