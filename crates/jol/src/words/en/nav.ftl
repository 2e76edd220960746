# The places of the service.
nav-me = My page
nav-profile = My skills and experience
nav-returnees = Returnees
nav-register = Register a person
nav-erasures = Requests to be erased
nav-statistics = Statistics
nav-offices = Offices
nav-accounts = Accounts
nav-privacy = Personal data
nav-api = For programs (API)
nav-vacancies = Vacancies
nav-organisation = Organisation
nav-offers = Our vacancies
nav-checks = Checks
nav-work = My way to work
nav-employers = For organisations

tab-label = Pages about this person
tab-road = Road
tab-record = Record
tab-profile = Profile
tab-matches = Work that fits
tab-courses = Courses
tab-plan = Plan and notes
tab-work = Work and follow-up
tab-candidacies = The way to work
tab-journal = Who looked
