-- What is counted of everybody, and what decides who may count them, some people at a time.
select returnee, above_1, above_2, above_3, sensitivity, consents, sex, born_in, territory, country, returned_on,
       registered_on, first_work_on, form, trained_on, work_after_on, known_on, steady_on, closed_on, closing,
       has_disability, introduced_on, interviewed_on, hired_on
from road
where returnee > $1
order by returnee
limit $2
