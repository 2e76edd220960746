# What is wrong with a value and what to do about it. Facts are named in the code beside each key.
# They are text, shown as they are; `letter` is the code of the character when it cannot be seen.

## Text
fault-text-missing = This field is empty. Fill it in.
fault-text-too-long = The text is too long. Shorten it to { $max } characters.
fault-text-invisible = The text contains an invisible character ({ $code }). Type the text again instead of pasting it.
fault-text-garbled = The text was damaged on its way here. Type it again. In a file, check that the encoding is UTF-8.

## Language, sex, country, territory
fault-language-unknown = Choose Kyrgyz, Russian, Uzbek or English.
fault-sex-unknown = Choose female or male, as in the document.
fault-country-unknown = This country is not in the list. Choose one from the list, or use its two-letter code, such as RU.
fault-territory-missing = Choose an oblast, a rayon or a city.
fault-territory-code = A territory code has 14 digits. Choose the territory from the list or check the code.
fault-territory-unknown = This territory is not in the list. Choose one from the list or check the code.

## Days
fault-day-missing = Enter a date: day, month and year.
fault-day-without-day = The day is missing. Add it.
fault-day-without-month = The month is missing. Add it.
fault-day-without-year = The year is missing. Add it.
fault-day-not-a-day = There is no such date. Write day, month and year, for example 27.3.1990.
fault-day-year = Write the year with four digits, for example 1990. You typed { $typed }.
fault-day-future = This date is in the future. Enter a date not later than { $today }.
fault-day-too-early = This date is too long ago. Enter a date not earlier than { $earliest }.

## Money
fault-money-missing = Enter an amount in som.
fault-money-character = An amount has only digits. Remove “{ $letter }”.
fault-money-unclear = This amount can be read in two ways. Write it like 1234 or 1 234,50.
fault-money-too-much = This amount is too large. Check the number of digits.

## Names
fault-name-digit = A name has no digits. Replace { $digit } with a letter.
fault-name-character = A name has only Cyrillic or Latin letters. Remove “{ $letter }”.
fault-name-no-letter = Write the name with letters.
fault-name-mixed-scripts = “{ $word }” mixes Cyrillic and Latin letters. Type “{ $letter }” again in the alphabet of the other letters.

## Personal number (PIN)
fault-pin-length = The PIN has 14 digits. You typed { $digits }.
fault-pin-character = The PIN has only digits. Remove “{ $letter }”.
fault-pin-organisation = This is the number of an organisation. Enter the PIN of the person; it begins with 1 or 2.
fault-pin-first-digit = A PIN begins with 1 or 2. Check the first digit in the document.
fault-pin-date = Digits 2 to 9 of a PIN are a date of birth, and these are not. Compare the PIN with the document.
fault-pin-sex-differs = The PIN does not agree with the sex you chose. Check both. If they are as in the document, continue.
fault-pin-birth-day-differs = The PIN does not agree with the date of birth. Check both. If they are as in the document, continue.

## Phone
fault-phone-missing = Enter a phone number.
fault-phone-character = A phone number has only digits and may begin with +. Remove “{ $letter }”. Enter one number only.
fault-phone-no-country-code = For a number of another country, begin with + and the code of the country, for example +7 or +90.
fault-phone-country-code = No country code begins with 0. Write a number of Kyrgyzstan as 0555 123 456, of another country with + and its code.
fault-phone-length = After { $code } come { $expected } digits. You typed { $digits }.
fault-phone-total = A phone number has 8 to 15 digits with the code of the country. You typed { $digits }.
fault-phone-first-digit = After { $code } no number begins with { $digit }. Check the number.
