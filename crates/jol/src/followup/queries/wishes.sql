-- Who has said what they want.
select returnee from wish where returnee in ({people})
