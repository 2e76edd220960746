# Courses

# The catalogue.
courses-search = Search for courses
courses-words = What would you like to learn?
courses-distance = How far
courses-only-there = Only there
courses-within = within { $km } km
courses-free = Free of charge only
courses-none = There is no such course. Try leaving out one of the questions.
courses-no-group = No days yet
courses-find = Find a course

# A course.
course-course = Course
course-title = Title of the course
course-title-hint = As people would say it, for example: First steps in sewing
course-occupation = Occupation
course-occupation-hint = Start typing and choose from the list.
course-skills = Skills that are taught
course-licences = Licences it leads to
course-each-line = Each on a line of its own, with the names of the list.
course-hours = Hours
course-price = Price
course-price-som = Price in som
course-price-hint = Leave it empty when it is free of charge.
course-free = Free of charge
course-language = Language
course-way = How it is held
course-way-in-place = In place
course-way-online = On-line
course-way-mixed = In place and on-line
course-words = About the course
course-words-hint = What is taught, at which hours, what to bring. Do not ask for a sex, an age or an origin.
course-provider = Training provider
course-phone = Phone
course-place = Place
course-address = Address
course-address-hint = Street, house, room
course-days = Days
course-begins = Begins
course-starts = First day
course-ends = Last day
course-seats = Seats
course-free-seats = Free seats
course-seats-free = Free seats: { $n } of { $seats }
course-seats-none = No free seats. In line: { $n }
course-groups = Groups
course-no-group-text = Nobody is taken for this course now. Call the provider and ask when it begins again.
course-enrol = Enrol
course-queue = Join the line
course-enrol-text = When you enrol, the provider sees your name, phone and language. You can give the seat back at any time.
course-enrol-with = Enrol only on the person’s word: the provider will see their name, phone and language.
course-sign-in-text = Sign in or register to enrol.
course-state = State
course-waiting = Waits for a check
course-waiting-text = It is shown when an officer has checked it.
course-open = Open
course-refused = Refused
course-refused-text = An officer did not let it through. Mend it and it is looked at again. The reason:
course-closed = Closed

# What officers check.
course-checks = Courses that wait
course-checks-none = No course waits.
course-described = Since
course-checked = Checked by
course-let-through = Let it through
course-refuse = Refuse
course-refusal-reason = Reason
course-refusal-hint = The provider reads it. Say what has to be mended.

# One person and one group.
enrolment-none = No courses yet.
enrolment-waiting = In line
enrolment-in-line = Place in line: { $n }
enrolment-no-seat = The group has begun and no seat came free.
enrolment-enrolled = Has a seat
enrolment-completed = Completed
enrolment-not-completed = Not completed
enrolment-left = Seat given back
enrolment-group-closed = The group was closed.
enrolment-reason = The provider’s word
enrolment-leave = Give the seat back
enrolment-leave-text = Whoever is first in line gets the seat. The provider sees you no longer.
enrolment-leave-line = Leave the line
enrolment-leave-line-text = If you join again, you stand at the end. The provider sees you no longer.

# The pages of a provider.
teaching-notice = Please note
teaching-waiting = Until an officer has checked your organisation, nobody is shown its courses. You can prepare them.
teaching-hidden = Nobody is shown the courses of your organisation now, and you are shown no people. Ask at the office.
teaching-new = Add a course
teaching-new-text = It is shown when an officer has checked it. A course that is changed is checked again.
teaching-change = Change the course
teaching-courses = Your courses
teaching-none = No courses yet.
teaching-groups = Your groups
teaching-no-groups = No groups yet.
teaching-taken = { $n } of { $seats }
teaching-new-group = Add a group
teaching-close = Close the course
teaching-close-text = The course is no longer shown. Groups under way go on.
teaching-people = People of the group
teaching-nobody = Nobody yet.
teaching-line = Line
teaching-place-in-line = Place
teaching-came = Came
teaching-end = End the group
teaching-end-text = Whoever was there on { $percent } percent of the days or more has completed the course. Where that is not so, first write the reason on the page of that person.
teaching-cancel-group = Cancel the group
teaching-cancel-group-text = The group does not take place. Everybody enrolled and in line is let go. Please call them.
teaching-close-group = Close the group
teaching-close-group-text = The group takes nobody more. Those in line are let go, the others go on.
teaching-judge = Did they complete the course
teaching-judge-text = Fill it in only where it is not as the rule of attendance says. The person reads the reason.
teaching-judge-state = Your word
teaching-judge-reason = Reason
teaching-judge-hint = For example: was in hospital for 30 days, passed the test later.

# Who was there.
attendance-tell = Tell who was there
attendance-day = Which day
attendance-who = Who was there
attendance-days = Days that were told
attendance-present = Attendance
attendance-of = { $n } of { $days }

# In the journal of a person.
journal-enrolled = Enrolled in a course
journal-queued = Joined the line for a course
journal-moved-up = Got a seat from the line
journal-left-course = Seat in a course given back
journal-group-closed = The group of a course was closed
journal-attendance = Attendance at a course was told
journal-course-ended = The end of a course was written down

# What is wrong with something typed.
fault-course-title = Write the title of the course.
fault-course-occupation = Choose the occupation.
fault-course-hours = Write the number of hours, from 1 to 3,000.
fault-course-price = A price cannot be below nothing. Leave it empty when it is free.
fault-course-seats = Write the number of seats, from 1 to 500.
fault-course-long = A short course lasts a year at most. Check the days.
fault-course-day = Write a day of this group that has passed, or today.
fault-course-closed = This group takes nobody any more. Choose another one.
fault-course-over = This group is over. Choose another one.
fault-course-too-early = It is too early for that: the day of this group has not come.
fault-course-no-days = First tell who was there on which days. Without it nobody knows who has completed.
fault-course-provider = You can write about people when an officer has checked your organisation.
