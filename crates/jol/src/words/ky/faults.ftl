# What is wrong with something a person typed, and what to write instead.

fault-text-missing = Бул жерди толтуруңуз.
fault-text-too-long = Өтө узун. Эң көбү { $max } белги батат.
fault-text-invisible = Текстте көрүнбөгөн белги бар ({ $code }). Көчүрүп койбой, кайра колуңуз менен жазыңыз.
fault-text-garbled = Текст бузулуп келди. Кайра жазыңыз, файлды болсо UTF-8 форматында сактаңыз.

fault-day-missing = Күндү, айды жана жылды жазыңыз.
fault-day-without-day = Айдын күнүн жазыңыз.
fault-day-without-month = Айды жазыңыз.
fault-day-without-year = Жылды жазыңыз.
fault-day-not-a-day = Календарда мындай күн жок. Күндү, айды жана жылды текшериңиз.
fault-day-year = Жылды төрт цифра менен жазыңыз, мисалы 1990. Сиз «{ $typed }» деп жаздыңыз.
fault-day-future = Бул күн келе элек. Бүгүн { $today }.
fault-day-too-early = Күн өтө эрте. { $earliest } же андан кийинки күндү жазыңыз.

fault-phone-missing = Телефон номерин жазыңыз.
fault-phone-character = Телефон номеринде «{ $letter }» болбойт. Цифраларды гана жазыңыз.
fault-phone-no-country-code = Номерди + белгиси жана өлкөнүн коду менен баштаңыз, мисалы +996 555 123 456.
fault-phone-country-code = Өлкөнүн коду 0 менен башталбайт. + белгисинен кийинки цифраларды текшериңиз.
fault-phone-length = { $code } кодунан кийин { $expected } цифра болот. Сиз { $digits } цифра жаздыңыз.
fault-phone-total = Номерде 8–15 цифра болот. Сиз { $digits } цифра жаздыңыз.
fault-phone-first-digit = { $code } кодунан кийин номер { $digit } менен башталбайт. Номерди текшериңиз.

fault-pin-length = ПИН 14 цифрадан турат. Сиз { $digits } цифра жаздыңыз.
fault-pin-character = ПИНде «{ $letter }» болбойт. Цифраларды гана жазыңыз.
fault-pin-organisation = Бул уюмдун номери. Кишинин ПИНи 1 же 2 менен башталат.
fault-pin-first-digit = ПИН 1 же 2 менен башталат. Документтен текшериңиз.
fault-pin-date = ПИНдин 2–9-цифралары туулган күндү билдирет, бирок мындай күн жок. Документтен текшериңиз.
# Warnings: the form is taken all the same.
fault-pin-sex-differs = ПИН боюнча жынысы башкача. Экөөнү тең документтен текшериңиз.
fault-pin-birth-day-differs = ПИН боюнча туулган күнү башкача. Экөөнү тең документтен текшериңиз.

fault-language-unknown = Кыргызча, орусча, өзбекче же англисче тилди тандаңыз.
fault-sex-unknown = Жынысты тандаңыз.

fault-name-digit = Атта { $digit } цифрасы болбойт. Тамга менен жазыңыз.
fault-name-character = Атта «{ $letter }» болбойт. Документте кандай жазылса, ошондой жазыңыз.
fault-name-no-letter = Атта жок дегенде бир тамга болушу керек.
fault-name-mixed-scripts = «{ $word }» деген сөздөгү «{ $letter }» башка алфавиттин тамгасы. Клавиатуранын тилин текшерип, сөздү кайра жазыңыз.

fault-country-unknown = Тизмеде мындай өлкө жок. Тизмеден тандаңыз.

fault-territory-missing = Облусту, районду же шаарды тандаңыз.
fault-territory-code = Аймактын коду 14 цифрадан турат. Кодду текшериңиз.
fault-territory-unknown = Мындай аймак жок. Тизмеден тандаңыз.

fault-money-missing = Сумманы жазыңыз.
fault-money-character = Суммада «{ $letter }» болбойт. Сомду цифра менен жазыңыз, мисалы 1234,50.
fault-money-unclear = Сумманы эки башка окуса болот. Тыйынды үтүрдөн кийин эки цифра менен жазыңыз, мисалы 1234,50.
fault-money-too-much = Сумма өтө чоң. Нөлдөрдү текшериңиз.

fault-file-empty = Файл бош. Башкасын тандаңыз.
fault-file-large = Файл өтө чоң. { $max_mb } мегабайтка чейинки файлды тандаңыз.
fault-file-type = JPEG, PNG же PDF файлын тандаңыз.
fault-file-damaged = Файл бузулган же толук эмес. Кайра сүрөткө тартып же кайра сактап, дагы бир жолу жөнөтүңүз.
fault-file-pixels = Сүрөт өтө чоң. { $max_megapixels } мегапикселге чейинки сүрөттү тандаңыз.
fault-file-pdf-encrypted = PDF файлы сырсөз менен жабылган. Сырсөзсүз сактап, кайра жөнөтүңүз.
fault-file-pdf-active = PDF файлынын ичинде программа же башка файл бар, аны кабыл ала албайбыз. Документти басып чыгарып, сүрөткө тартып жөнөтүңүз.

fault-password-short = Сырсөз өтө кыска. Кеминде { $min } белги жазыңыз. Бир нече сөздү катары менен жазсаңыз болот.
fault-password-long = Сырсөз өтө узун. Эң көбү { $max } белги батат.
fault-password-guessable = Бул сырсөздү табуу оңой. Өзүңүзгө байланышпаган бир нече сөздөн башкасын түзүңүз.
