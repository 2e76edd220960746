-- Which courses people sit in, or sat in.
select returnee, state, came_at, ended_on from enrolment where returnee in ({people})
