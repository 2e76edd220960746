-- The first line of each profile about work, studies or skills.
select returnee, min(made_at) from profile_item
where kind in ('work', 'study', 'skill') and returnee in ({people})
group by returnee
