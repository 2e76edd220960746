# The places of the service.
nav-me = My page
nav-returnees = Returnees
nav-register = Register a person
nav-erasures = Requests to be erased
nav-statistics = Statistics
nav-indicators = Indicators
nav-open-indicators = Open figures
nav-offices = Offices
nav-accounts = Accounts
nav-privacy = Personal data
nav-api = For programs (API)

tab-label = Pages about this person
tab-road = Road
tab-record = Record
tab-profile = Profile
tab-matches = Work that fits
tab-courses = Courses
tab-plan = Plan and notes
tab-work = Work and follow-up
tab-journal = Who looked
