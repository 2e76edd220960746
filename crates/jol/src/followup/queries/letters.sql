-- The oldest letter of each person that waits for an answer.
select returnee, min(made_at) from letter
where from_person and read_at is null and returnee in ({people})
group by returnee
