-- The roads as they were written last.
select * from road where returnee in ({people})
