# Registering a person who came home: the same words for the person and for the officer who helps.

returnee-start-title = Registration
returnee-start-text = Register, and we will help you find work, training and support. It costs nothing.
returnee-start-need = If you have them, keep your passport or ID card and your phone at hand.
returnee-start-save = Every page is saved at once. You can stop and go on later.
returnee-start = Start

returnee-name-title = Your name
returnee-surname = Surname
returnee-given-name = Given name
returnee-patronymic = Patronymic
returnee-name-hint = Write it as it is in the document.
returnee-patronymic-hint = Leave this empty if there is none in the document.

returnee-sex = Sex
returnee-sex-female = Female
returnee-sex-male = Male

returnee-birth-date = Date of birth
returnee-day = Day
returnee-month = Month
returnee-year = Year
returnee-birth-date-hint = For example: 27 3 1990

returnee-pin = Personal identification number (PIN)
returnee-pin-hint = The 14 digits in the passport or on the ID card. Leave this empty if you do not know it.

returnee-phone = Phone number
returnee-phone-hint = For example: 0555 123 456. Write the number of another country with + and its country code.
returnee-phone-hint-officer = Leave this empty if the person has no phone.

returnee-home-title = Where do you live now?
returnee-home = Lives now in
returnee-oblast = Oblast, or the city of Bishkek or Osh
returnee-rayon = Rayon or city

returnee-country-title = Which country did you come back from?
returnee-country = Came back from
returnee-return-date-title = When did you come back?
returnee-return-date = Date of return
returnee-return-date-hint = If you do not remember the exact day, an approximate one will do.

returnee-reasons-title = Why did you come back?
returnee-reasons = Reasons for the return
returnee-reasons-hint = Select all that apply.
returnee-reason-contract-ended = The contract ended
returnee-reason-family = Family reasons
returnee-reason-health = Health
returnee-reason-no-work = Dismissed, or no more work
returnee-reason-unpaid = Wages were not paid
returnee-reason-documents = Trouble with documents, or an entry ban
returnee-reason-wanted-home = Wanted to come home
returnee-reason-study = To study
returnee-reason-other = Another reason

returnee-work-abroad-title = What work did you do abroad?
returnee-work-abroad = Work abroad
returnee-work-abroad-hint = Use your own words. For example: welder on a building site, cook in a café.

returnee-education-title = What education do you have?
returnee-education = Education
returnee-education-hint = Select the highest level.
returnee-education-none = Fewer than 9 classes
returnee-education-basic = Basic school (9 classes)
returnee-education-secondary = Secondary school (11 classes)
returnee-education-vocational = Vocational lyceum
returnee-education-secondary-special = Technical school or college
returnee-education-unfinished-higher = Unfinished higher education
returnee-education-higher = Higher education

returnee-intends-title = Will you go abroad to work again?
returnee-intends = Intends to leave again
returnee-intends-yes = Yes
returnee-intends-no = No
returnee-intends-unsure = Not sure yet

returnee-message-language-title = In which language do you want to get messages?
returnee-message-language = Language of messages

returnee-consent-title = Consent to keep and use your data
returnee-consent-what = The service Jol keeps what you tell it yourself: your name, sex, date of birth, PIN, phone, where you live, education, work abroad, your answers about coming back and about leaving again, and the files you add.
returnee-consent-holder = The agency that keeps your data and answers for it: { $agency }.
returnee-consent-purpose = This is needed to help you find work, training and support. Your answers enter statistics without your name. For any other purpose we ask you separately.
returnee-consent-who = Your data is seen by officers of the office where you live and of the offices above it, and by the data-protection officer. Anybody else sees it only if you agree to that separately. You can look up who opened it, when and why.
returnee-consent-withdraw = If you change your mind, you can withdraw your consent and erase your data at any time, in your account or at an office. There is no penalty, and you keep your other rights.
returnee-consent-agree = I agree that my data is kept and used for this purpose
returnee-consent-read-aloud = I read the consent text aloud to the person, and they agreed

returnee-check-title = Check your answers
returnee-check-text = If everything is right, press the button below. If something is wrong, select “Change”.
returnee-check-submit = Register
returnee-check-submit-officer = Register this person

returnee-done-title = You are registered
returnee-done-title-officer = The person is registered
returnee-done-number = Registration number
returnee-done-keep = Write this number down or take a picture of the page.
returnee-done-next-title = What happens next?
returnee-done-next-contact = An officer may contact you. You need not wait: you can also come to the nearest office.
returnee-done-next-look = Sign in with a code sent to your phone to see and change your data.
returnee-done-next-move = If your phone number or address changes, let us know.

returnee-progress = Page { $n } of { $all }
returnee-section-person = The person
returnee-section-contact = Contact
returnee-section-return = The return
returnee-section-work = Work and education
returnee-consent-legend = What do you agree to?
returnee-consent-hint = The first one is required. The rest is your choice, and you can change it at any time.
returnee-consent-matching = I agree to be suggested to employers when there is work that fits
returnee-consent-training = I agree that a training provider gets my data
returnee-consent-finance = I agree that a finance programme gets my data
returnee-consent-exchange = I agree that other state agencies get my data
register-resume-title = A registration was begun
register-resume-text = A registration was begun with this phone. If it is yours, write your date of birth. If not, begin a new one.
register-resume-anew = Begin a new one
