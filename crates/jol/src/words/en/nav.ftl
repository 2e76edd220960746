# The places of the service.
nav-me = My page
nav-returnees = Returnees
nav-register = Register a person
nav-erasures = Requests to be erased
nav-statistics = Statistics
nav-offices = Offices
nav-accounts = Accounts
nav-privacy = Personal data
nav-api = For programs (API)
