-- How many people are within reach: the records, without those that were joined. Few are, so these are counted by
-- themselves rather than asked for with every record.
select (select count(*) from returnee r where {scope})
     - (select count(*) from joined j cross join returnee r where r.id = j.record and {scope})
