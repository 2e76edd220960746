# Who may see and do what: roles, and the purposes for which a record is opened.

role-returnee = Returnee
role-officer = Officer
role-head-of-office = Head of office
role-employer = Employer
role-provider = Training provider
role-programme-officer = Programme officer
role-committee-member = Committee member
role-analyst = Analyst
role-data-protection-officer = Data-protection officer
role-administrator = Administrator
role-partner = Partner agency

purpose-registration = Registration
purpose-case-support = Case support
purpose-job-matching = Job matching
purpose-training = Training
purpose-finance-programme = Finance programme
purpose-statistics = Statistics
purpose-data-protection = Data protection
purpose-own-data = Looking at one’s own data
purpose-administration = Running the system
purpose-exchange = Exchange with other agencies
