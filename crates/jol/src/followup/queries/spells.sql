-- How people worked, the earliest first.
select * from spell where returnee in ({people}) order by returnee, from_on, id
