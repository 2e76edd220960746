# Signing in: staff with a password and a second factor, returnees with a code by SMS.

signin-title = Кирүү
signin-returnee = Чет өлкөдөн кайтып келгендер
signin-returnee-hint = Телефонуңузга келген код менен киресиз. Сырсөз керек эмес.
signin-staff = Кызматкерлер жана өнөктөштөр
signin-staff-hint = Логин жана сырсөз менен киресиз.

signin-staff-title = Логин жана сырсөз
signin-login = Логин
signin-password = Сырсөз
signin-password-forgotten = Сырсөзүңүздү унутсаңыз, администраторго кайрылыңыз. Ал сизге жаңысын орнотууга мүмкүндүк берет.
signin-wrong = Логин же сырсөз туура эмес. Тамгаларды жана клавиатуранын тилин текшериңиз.

signin-second-title = Экинчи текшерүү
signin-second-text = Код берүүчү колдонмону ачып, «Жол» үчүн көрсөтүлгөн кодду жазыңыз.
signin-second-code = Колдонмодогу код
signin-second-code-hint = 6 цифра. Код ар 30 секундада жаңырат.
signin-second-wrong = Код туура келген жок. Жаңысын күтүп, ошону жазыңыз. Телефонуңуздун сааты туура экенин текшериңиз.
signin-use-recovery = Телефонум жанымда жок
signin-recovery-title = Калыбына келтирүү коду
signin-recovery-text = Экинчи текшерүүнү орноткондо сизге берилген коддордун бирин жазыңыз. Ар бир код бир эле жолу иштейт.
signin-recovery-code = Калыбына келтирүү коду
signin-recovery-wrong = Бул код туура эмес же мурда колдонулган. Башкасын жазыңыз.
signin-recovery-left = Калган калыбына келтирүү коддору: { $n }

signin-setup-title = Экинчи текшерүүнү орнотуу
signin-setup-text = Сырсөзүңүздү бирөө билип калса да, экинчи текшерүү аккаунтуңузду коргойт. Телефонуңузга код берүүчү колдонмо керек.
signin-setup-scan = Колдонмо менен бул сүрөттү сканерлеңиз
signin-setup-key = Сканерлей албасаңыз, колдонмого бул ачкычты жазыңыз
signin-setup-code = Колдонмо көрсөткөн код
signin-setup-done = Экинчи текшерүү орнотулду
signin-codes-title = Калыбына келтирүү коддоруңуз
signin-codes-text = Бул коддорду басып чыгарып же көчүрүп, башкалар көрбөгөн жерде сактаңыз. Телефонуңуз жоголсо, ушулар менен киресиз. Коддор экинчи жолу көрсөтүлбөйт.
signin-codes-kept = Коддорду сактап койдум

signin-phone-title = Телефон номериңиз
signin-phone = Телефон номери
signin-phone-hint = Катталганда берген номериңиз. Мисалы: 0555 123 456
signin-phone-send = Код жөнөтүү
signin-phone-none = Телефонуңуз жокпу же номериңиз өзгөрдүбү? Жакынкы кеңсеге келиңиз, адис жардам берет.

signin-sms-title = SMS менен келген код
# The same whether the number is known or not, so that nobody can find out who is registered.
signin-sms-text = { $phone } номери катталган болсо, ага SMS менен код жөнөтүлдү.
signin-sms-code = Код
signin-sms-code-hint = 6 цифра
signin-sms-again = Жаңы код жөнөтүү
signin-sms-wrong = Код туура эмес. SMS билдирүүсүн карап, кайра жазыңыз.
signin-sms-expired = Коддун мөөнөтү өттү. Жаңы код сураңыз.
signin-sms-wait = Жаңы кодду { $seconds } секунддан кийин сурасаңыз болот.
# The text of the SMS itself. It fits into one message of 70 letters.
signin-sms-message = Жол: кодуңуз { $code }. Аны эч кимге айтпаңыз.

signin-wait = Өтө көп жолу туура эмес жазылды. { $minutes } мүнөт күтүп, кайра аракет кылыңыз.
signin-signed-out = Сиз чыктыңыз
signin-first = Бул баракты көрүү үчүн алгач кириңиз

signin-by-phone = Телефон менен кирүү
signin-show = Көрсөтүү
signin-hide = Жашыруу
signin-demo-code = Көргөзмө нускада колдонмо керек эмес. Азыркы код: { $code }
signin-signed-out-text = Бул түзмөктө сиздин аккаунтуңуз мындан ары ачык эмес.
signin-kept-title = Жазганыңыз сакталып калды
signin-kept-text = Сиз кайра кирдиңиз. Жазганыңызды дагы бир жолу терүүнүн кереги жок: баскычты басып, жөнөтүңүз. Файл тиркеген болсоңуз, аны кайра тандаңыз.
signin-who-title = Бул сизсизби?
signin-who-text = Номер сиздики экенин көрдүк. Бир номерди бир нече киши колдонушу мүмкүн, ошондуктан туулган күнүңүздү да жазыңыз.
signin-who-wrong = Бул күн биздеги маалыматка дал келген жок. Текшерип, кайра жазыңыз. Номер мурда башка кишиники болсо же туулган күнүңүз катталбаса, жакынкы кеңсеге келиңиз.
signin-who-several = Бул номерге жана туулган күнгө бирден көп каттоо туура келет. Жакынкы кеңсеге келиңиз, адис кайсынысы сиздики экенин аныктайт.
signin-who-too-often = Күн өтө көп жолу туура эмес жазылды. Эртең кайра аракет кылыңыз же жакынкы кеңсеге келиңиз, адис жардам берет.
signin-who-other-title = Сиз али каттала элексизби?
signin-who-other-text = Бул номерден үй-бүлөңүздөгү башка киши катталган болсо, сиз да ушул эле номер менен каттала аласыз.
signin-who-other = Мен каттала элекмин
