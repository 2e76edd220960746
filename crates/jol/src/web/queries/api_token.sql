-- The token of a program with its account and office. The name of the token stays the name.
select t.*, a.role, a.blocked_at, a.office, a.organisation, o.depth
from api_token t
join account a on a.id = t.account
left join office o on o.id = a.office
where t.token = $1
