-- Vacancies that were opened since a day, the newest first.
select id, title, territory, opened_on from vacancy
where state = 'open' and opened_on >= $1
order by id desc
limit $2
