# What is wrong with something a person typed, and what to write instead.

fault-text-missing = Fill this in.
fault-text-too-long = { $max ->
    [one] This is too long. { $max } character fits.
   *[other] This is too long. At most { $max } characters fit.
}
fault-text-invisible = The text holds an invisible character ({ $code }). Type it by hand instead of copying it.
fault-text-garbled = The text was damaged on its way. Type it again, or save the file as UTF-8.

fault-day-missing = Enter the day, month and year.
fault-day-without-day = Enter the day of the month.
fault-day-without-month = Enter the month.
fault-day-without-year = Enter the year.
fault-day-not-a-day = There is no such day in the calendar. Check the day, month and year.
fault-day-year = Write the year with four digits, for example 1990. You wrote “{ $typed }”.
fault-day-future = This day has not come yet. Today is { $today }.
fault-day-too-early = The date is too early. Enter { $earliest } or a later day.

fault-phone-missing = Enter a phone number.
fault-phone-character = A phone number cannot have “{ $letter }” in it. Write one number, in digits only.
fault-phone-no-country-code = Begin a number of another country with + and its code, for example +7 or +90.
fault-phone-country-code = No country code begins with 0. Write a number of Kyrgyzstan as 0555 123 456, and any other with + and the country code.
fault-phone-length = { $digits ->
    [one] After { $code } come { $expected } digits. You wrote { $digits } digit.
   *[other] After { $code } come { $expected } digits. You wrote { $digits } digits.
}
fault-phone-total = { $digits ->
    [one] A number has 8 to 15 digits. You wrote { $digits } digit.
   *[other] A number has 8 to 15 digits. You wrote { $digits } digits.
}
fault-phone-first-digit = After { $code } no number begins with { $digit }. Check the number.

fault-pin-length = { $digits ->
    [one] The PIN has 14 digits. You wrote { $digits } digit.
   *[other] The PIN has 14 digits. You wrote { $digits } digits.
}
fault-pin-character = A PIN cannot have “{ $letter }” in it. Write digits only.
fault-pin-organisation = This is the number of an organisation. The PIN of a person begins with 1 or 2.
fault-pin-first-digit = A PIN begins with 1 or 2. Check it in the document.
fault-pin-date = Digits 2 to 9 of the PIN are the date of birth, but there is no such date. Check it in the document.
# Warnings: the form is taken all the same.
fault-pin-sex-differs = The PIN points to another sex. Check both. If they are as in the document, go on.
fault-pin-birth-day-differs = The PIN points to another date of birth. Check both. If they are as in the document, go on.

fault-language-unknown = Select Kyrgyz, Russian, Uzbek or English.
fault-sex-unknown = Select the sex.

fault-name-digit = A name cannot have the digit { $digit } in it. Write it in letters.
fault-name-character = A name cannot have “{ $letter }” in it. Write it as it is in the document.
fault-name-no-letter = A name has at least one letter.
fault-name-mixed-scripts = In “{ $word }” the letter “{ $letter }” is from another alphabet. Check the language of the keyboard and type the word again.

fault-country-unknown = This country is not in the list. Select one from the list.

fault-territory-missing = Select an oblast, rayon or city.
fault-territory-code = The code of a territory has 14 digits. Check the code.
fault-territory-unknown = There is no such territory. Select one from the list.

fault-money-missing = Enter an amount.
fault-money-character = An amount cannot have “{ $letter }” in it. Write soms in digits, for example 1234.50.
fault-money-unclear = The amount can be read in two ways. Write tyiyns as two digits after a point, for example 1234.50.
fault-money-too-much = The amount is too large. Check the zeros.

fault-file-empty = The file is empty. Choose another one.
fault-file-large = The file is too large. Choose one of up to { $max_mb } MB.
fault-file-type = This kind of file cannot be kept. Choose a picture (JPEG or PNG) or a PDF.
fault-file-damaged = The file is damaged or cut short. Take the picture or save the file again, and send it once more.
fault-file-pixels = The picture is too large. Choose one of up to { $max_megapixels } megapixels.
fault-file-pdf-encrypted = The PDF is locked with a password. Save it without one and send it again.
fault-file-pdf-active = The PDF holds a program or another file, so we cannot take it. Print the document and send a picture of it.

fault-password-short = { $min ->
    [one] The password is too short. Use at least { $min } character. A few words in a row will do.
   *[other] The password is too short. Use at least { $min } characters. A few words in a row will do.
}
fault-password-long = { $max ->
    [one] The password is too long. { $max } character fits.
   *[other] The password is too long. At most { $max } characters fit.
}
fault-password-guessable = This password is easy to guess. Make another one of a few words that have nothing to do with you.

fault-choice = Choose one of the answers in the list.
fault-surname-missing = Write the surname.
fault-given-missing = Write the given name.
fault-sex-missing = Choose the sex.
fault-birth-missing = Write the date of birth.
fault-country-missing = Choose the country of the return.
fault-returned-missing = Write the date of return. An approximate date will do.
fault-consent-missing = Registration needs consent. Tick the first answer.
fault-pin-other-record = This PIN stands in another record of the same person and stays there. Put the field back as it was: of the PINs of all records the one that agrees with the date of birth and the sex is shown. If it has to stand in this record, part the records first.
fault-pin-taken = A person with this PIN is registered already. If the number is yours, sign in with your phone or ask the nearest office.
fault-file-many = This record holds enough files already. Ask the office to add another.
fault-erase-unsure = Tick the box if you really want to erase the data.
fault-resume-wrong = The date of birth does not fit. Write it again, or begin a new registration.

fault-known-several = Which of these do you mean: { $names }?
fault-known-none = “{ $typed }” is not in the list. Try another word.
fault-backwards = The end is before the beginning. Check both dates.
