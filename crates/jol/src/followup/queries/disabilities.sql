-- Who says that they live with a disability.
select distinct returnee from profile_item
where kind = 'barrier' and code = 'disability' and returnee in ({people})
