-- The names of all records of a person who was found, for the order of a search.
select id, find_surname, find_given from returnee where id in ({records}) and erased_at is null
