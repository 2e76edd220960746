# Skills, experience and wishes

# The lines
profile-kind-work = Work
profile-kind-study = Education
profile-kind-skill = Skills
profile-kind-language = Languages
profile-kind-licence = Licences and permits
profile-kind-resource = What helps
profile-kind-barrier = What makes it harder
profile-add-work = Add work
profile-add-study = Add studies
profile-add-skill = Add a skill
profile-add-language = Add a language
profile-add-licence = Add a licence or permit
profile-add-resource = Add what helps
profile-add-barrier = Add what makes it harder
profile-change-line = Change
profile-none = Nothing is written here yet.
profile-help = What helps and what makes it harder
profile-kindly = This need not be answered. It helps the office to choose the right support. No employer sees it.
profile-stale = Somebody else changed this while you were writing. What you typed is shown below but not saved. If it is right, save it again.
profile-remove = Remove
profile-remove-title = Remove this?
profile-since = { $month } – now
profile-until = until { $month }
profile-finished = finished in { $year }
profile-valid = valid until { $day }

# How sure a line is
profile-check = Check
profile-check-again = This was checked. If you change it, it has to be checked again.
profile-evidence = How sure it is
profile-evidence-hint = Mark only what you saw yourself. Your name and the day are kept.
profile-evidence-said = Told, not checked
profile-evidence-seen = Paper seen by an officer
profile-evidence-tested = Tested
profile-evidence-certified = Certified
profile-evidence-recognised = Recognised abroad or by an assessor
profile-recognised-by = Who recognised it, and in which country
profile-recognised-hint = For example: Ministry of Education, Kyrgyzstan. Fill this in if it is recognised.
profile-found = What was found
profile-found-text = If the paper or the test says something else than the line, choose it here. Both will stand, and the checked one counts.
profile-ageing = Ageing
profile-old = Old
profile-ran-out = ran out on { $day }
profile-runs-out = runs out on { $day }
profile-tested-on = tested on { $day }
profile-used-until = last used, as far as is known, until { $day }
profile-conflict = Differs
profile-conflict-line = Another line says: { $other }.
profile-conflict-place = At the same time there is work in another country: { $other }.
profile-conflict-told = At registration it was told: { $other }.
profile-counts-this = This line is surer and counts.
profile-counts-other = The other one is surer and counts.
profile-counts-both = Neither is surer; both count.

# How well a language is known, after the European frame
profile-fluency-a1 = A few words and simple phrases
profile-fluency-a2 = Simple talk
profile-fluency-b1 = Everyday life and work
profile-fluency-b2 = Speaks freely
profile-fluency-c1 = Speaks and writes very well
profile-fluency-c2 = Masters it
profile-fluency-native = Mother tongue

# What was told at registration
profile-told = Told at registration
profile-told-text = Add what is right. There is no need to write it again.
profile-told-add = Add this
profile-told-leave-out = Leave it out

# Work in own words
profile-words-link = Tell of work in own words
profile-words-ask = What work was it?
profile-words-hint = For example: welded pipes in Surgut for three years. In any language, one job at a time, no more than 200 letters.
profile-words-kept = A few of these words may be kept without a name, so that others are understood better. They go when the data of this person is erased.
profile-words-find = Find the work
profile-words-added = Written down: { $title }.
profile-words-more = Add the country and the time
guess-which = Is it one of these?
guess-which-text = Press the one that is right.
guess-unsure = We are not sure. It may be one of these.
guess-nothing = We did not understand which work this is. Write it in other words, or find it in the list.
guess-very-likely = Very likely
guess-likely = Likely
guess-perhaps = Perhaps
guess-rests = Understood from: { $words }
guess-this = Yes, this
guess-none = None of these: find it in the list
guess-one-of = Which of these exactly?

# Questions about a line
profile-ask-occupation = Occupation
profile-ask-occupation-hint = Begin to type and choose from the list. If it is not in the list, leave this empty and use your own words below.
profile-ask-work-words = What was done
profile-ask-work-words-hint = For example: welding pipes in tall buildings
profile-ask-country = Country
profile-ask-began = When it began
profile-ask-ended = When it ended
profile-ask-day-hint = If you do not remember the exact day, an approximate one will do.
profile-ask-ended-hint = Leave this empty if the work goes on.
profile-ask-level = Level
profile-ask-study-words = What was studied, and where
profile-ask-study-words-hint = For example: electrician, Osh, lyceum 10
profile-ask-finished = When it was finished
profile-ask-skill = Skill
profile-ask-skill-hint = Write a word or two. If it is not in the list, leave this empty and write it below.
profile-skills-of-work = Skills that the work asks for
profile-skills-hint = Tick only what the person can do.
profile-ask-more = In own words
profile-ask-language = Language
profile-ask-fluency = How well
profile-ask-licence = Licence or permit
profile-ask-valid = Valid until
profile-ask-valid-hint = Leave this empty if it has no end.
profile-ask-resource = What can help?
profile-ask-barrier = What makes it harder?

# What is wanted
wish-title = Work wanted
wish-change = Write or change what is wanted
wish-text = Vacancies are looked for by these answers. A question left open rules nothing out.
wish-occupations = Which work
wish-occupations-hint = Up to five occupations, each on its own line, the most wanted first.
wish-place = Where the way to work begins
wish-place-hint = If nothing is chosen, it is where the person lives.
wish-km = How many kilometres at most
wish-km-hint = Empty means anywhere in the country.
wish-wage = At least how many som a month
wish-wage-hint = Work that pays less is not suggested.
wish-forms = Form of work
wish-forms-hint = Select all that will do. If none is selected, all will do.
wish-self-employment = Would work on their own account
wish-from = Can begin on

# The CV
cv-title = CV
cv-wants = Looks for work as
cv-phone-show = Put the phone number on it
cv-phone-hide = Take the phone number off
cv-file = File for other sites (JSON Resume)
cv-note = Made on { $day } in the service Jol. What has no mark was told by the person and was not checked.

# The journal
journal-added-line = Skills and experience: added
journal-changed-line = Skills and experience: changed
journal-removed-line = Skills and experience: removed
journal-left-out-line = Told at registration: left out
journal-checked-line = Skills and experience: checked
journal-changed-wish = Work wanted: changed
journal-seen-cv = Opened the CV

# What is wrong
fault-item-missing = Write this or choose it.
fault-item-level = Choose how well the language is known.
fault-recognised-by = Enter who recognised it, and in which country.
fault-guess-gone = This work is no longer in the list. Choose again.
fault-item-twice = This is written already. Change it there if need be.
fault-item-many = No more fits here. Remove what is not needed.
fault-wish-many = No more than { $max } occupations.
fault-wish-distance = Write the kilometres as a number from 1 to 1000.
fault-wish-wage = A wage is more than nothing and less than ten million som.
