-- How far people have come with employers.
select returnee, id, vacancy, organisation, stage, agreed_at, interview_on, by_employer_on, made_at, changed_at from candidacy
where returnee in ({people})
order by id
