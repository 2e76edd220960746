-- Who may look after people.
select * from account where role in ('officer', 'head') and blocked_at is null order by name, id
