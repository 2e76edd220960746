-- The first step of each plan that was not dropped.
select returnee, min(made_at) from step
where state <> 'dropped' and returnee in ({people})
group by returnee
