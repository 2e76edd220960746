-- What can be learned now.
select distinct c.occupation from course c
join organisation o on o.id = c.organisation
where c.state = 'open' and o.standing = 'verified'
