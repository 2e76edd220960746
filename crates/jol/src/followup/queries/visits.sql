-- Visits that were, are or will be.
select * from visit where returnee in ({people}) order by returnee, due_on, id
