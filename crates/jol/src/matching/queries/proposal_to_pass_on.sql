-- A proposal that was accepted and of whose people not everybody was looked at since.
select id from proposal
where state in ('accepted', 'partly') and n_passed_on < n_people
limit 1
