# Курстар

# The catalogue.
courses-search = Курс издөө
courses-words = Эмнеге үйрөнгүңүз келет?
courses-distance = Канча алыс
courses-only-there = Ушул жерде гана
courses-within = { $km } км чейин
courses-free = Акысыз гана
courses-none = Мындай курс табылган жок. Суроолордун бирин алып салып көрүңүз.
courses-no-group = Күнү белгилене элек
courses-find = Курс табуу

# A course.
course-course = Курс
course-title = Курстун аталышы
course-title-hint = Адамдар кандай айтса, ошондой. Мисалы: Тигүүнүн негиздери
course-occupation = Кесип
course-occupation-hint = Жаза баштаңыз да, тизмеден тандаңыз.
course-skills = Эмне кылганга үйрөнөт
course-licences = Кайсы күбөлүктү же уруксатты алат
course-each-line = Ар бирин өзүнчө сапка жазыңыз. Тизмедеги аттар менен.
course-hours = Канча саат
course-price = Баасы
course-price-som = Баасы, сом
course-price-hint = Акысыз болсо, бош калтырыңыз.
course-free = Акысыз
course-language = Тил
course-way = Кантип өтөт
course-way-in-place = Окуу жеринде
course-way-online = Интернет аркылуу
course-way-mixed = Окуу жеринде жана интернет аркылуу
course-words = Курс жөнүндө
course-words-hint = Эмне окутулат, саат канчада, эмне алып келүү керек. Жынысын, курагын же улутун талап кылбаңыз.
course-provider = Окутуучу уюм
course-phone = Телефон
course-place = Кайсы жерде
course-address = Дареги
course-address-hint = Көчө, үй, бөлмө
course-days = Күндөрү
course-begins = Башталат
course-starts = Биринчи күнү
course-ends = Акыркы күнү
course-seats = Орун
course-free-seats = Бош орун
course-seats-free = Бош орун: { $n } / { $seats }
course-seats-none = Бош орун жок. Кезекте: { $n }
course-groups = Топтор
course-no-group-text = Азыр бул курска эч ким алынбайт. Окутуучу уюмга чалып, качан башталарын сураңыз.
course-enrol = Жазылуу
course-queue = Кезекке туруу
course-enrol-text = Жазылсаңыз, окутуучу уюм атыңызды, телефонуңузду жана тилиңизди көрөт. Каалаган убакта баш тарта аласыз.
course-enrol-with = Киши өзү айтканда гана жазыңыз: окутуучу уюм анын атын, телефонун жана тилин көрөт.
course-sign-in-text = Жазылуу үчүн кириңиз же катталыңыз.
course-state = Абалы
course-waiting = Текшерүүнү күтүүдө
course-waiting-text = Адис карап чыккандан кийин көрсөтүлөт.
course-open = Ачык
course-refused = Четке кагылган
course-refused-text = Адис өткөргөн жок. Оңдосоңуз, кайра каралат. Себеби:
course-closed = Жабык

# What officers check.
course-checks = Күтүп турган курстар
course-checks-none = Күтүп турган курс жок.
course-described = Качантан бери
course-checked = Ким текшерген
course-let-through = Өткөрүү
course-refuse = Четке кагуу
course-refusal-reason = Себеби
course-refusal-hint = Окутуучу уюм муну окуйт. Эмнени оңдоо керектигин жазыңыз.

# One person and one group.
enrolment-none = Азырынча курс жок.
enrolment-waiting = Кезекте
enrolment-in-line = Кезектеги орду: { $n }
enrolment-no-seat = Топ башталды, орун бошогон жок.
enrolment-enrolled = Орун бар
enrolment-completed = Бүттү
enrolment-not-completed = Бүткөн жок
enrolment-left = Орун бошотулду
enrolment-group-closed = Топ жабылды.
enrolment-reason = Окутуучу уюмдун сөзү
enrolment-leave = Орунду бошотуу
enrolment-leave-text = Орун кезекте биринчи турган кишиге берилет. Окутуучу уюм сизди мындан ары көрбөйт.
enrolment-leave-line = Кезектен чыгуу
enrolment-leave-line-text = Кайра турсаңыз, кезектин аягынан башталат. Окутуучу уюм сизди мындан ары көрбөйт.

# The pages of a provider.
teaching-notice = Көңүл буруңуз
teaching-waiting = Адис уюмуңузду текшергиче курстар эч кимге көрсөтүлбөйт. Даярдай берсеңиз болот.
teaching-hidden = Уюмуңуздун курстары азыр эч кимге көрсөтүлбөйт, адамдар да көрүнбөйт. Кеңсеге кайрылыңыз.
teaching-new = Курс кошуу
teaching-new-text = Адис карап чыккандан кийин көрсөтүлөт. Кийин өзгөртсөңүз, кайра каралат.
teaching-change = Курсту өзгөртүү
teaching-courses = Курстарыңыз
teaching-none = Азырынча курс жок.
teaching-groups = Топторуңуз
teaching-no-groups = Азырынча топ жок.
teaching-taken = { $n } / { $seats }
teaching-new-group = Топ кошуу
teaching-close = Курсту жабуу
teaching-close-text = Курс мындан ары көрсөтүлбөйт. Башталган топтор уланат.
teaching-people = Топтогулар
teaching-nobody = Азырынча эч ким жок.
teaching-line = Кезектегилер
teaching-place-in-line = Орду
teaching-came = Качан турган
teaching-end = Топту аяктоо
teaching-end-text = Күндөрдүн { $percent } пайызында же андан көп болгондор курсту бүткөн болот. Башкача болсо, адегенде ал кишинин барагына себебин жазыңыз.
teaching-cancel-group = Топту жокко чыгаруу
teaching-cancel-group-text = Топ өтпөйт. Жазылгандардын жана кезектегилердин баары бошотулат. Аларга чалып айтыңыз.
teaching-close-group = Топту жабуу
teaching-close-group-text = Топко мындан ары эч ким алынбайт. Кезектегилер бошотулат, калгандар окуй берет.
teaching-judge = Курсту бүттүбү
teaching-judge-text = Катышуу эрежесинен башкача болсо гана толтуруңуз. Себебин киши окуйт.
teaching-judge-state = Сиздин сөзүңүз
teaching-judge-reason = Себеби
teaching-judge-hint = Мисалы: 30 күнү оорукандада жатты, сыноону өзүнчө тапшырды.

# Who was there.
attendance-tell = Ким келгенин белгилөө
attendance-day = Кайсы күнү
attendance-who = Келгендер
attendance-days = Белгиленген күндөр
attendance-present = Катышканы
attendance-of = { $n } / { $days }

# In the journal of a person.
journal-enrolled = Курска жазылды
journal-queued = Курстун кезегине турду
journal-moved-up = Кезектен курска өттү
journal-left-course = Курстагы орун бошотулду
journal-group-closed = Курстун тобу жабылды
journal-attendance = Курска катышканы белгиленди
journal-course-ended = Курстун аягы жазылды

# What is wrong with something typed.
fault-course-title = Курстун аталышын жазыңыз.
fault-course-occupation = Кесипти тандаңыз.
fault-course-hours = Сааттын санын жазыңыз: 1ден 3 000ге чейин.
fault-course-price = Баасы нөлдөн аз болбойт. Акысыз болсо, бош калтырыңыз.
fault-course-seats = Орундун санын жазыңыз: 1ден 500гө чейин.
fault-course-long = Кыска курс эң көп дегенде бир жыл созулат. Күндөрүн текшериңиз.
fault-course-day = Топтун өтүп кеткен же бүгүнкү күнүн жазыңыз.
fault-course-closed = Бул топко эми эч ким алынбайт. Башка топту тандаңыз.
fault-course-over = Бул топ аяктаган. Башка топту тандаңыз.
fault-course-too-early = Муну азыр кылууга эрте: топтун күнү келе элек.
fault-course-no-days = Адегенде ким качан келгенин белгилеңиз. Ансыз ким бүткөнү белгисиз.
fault-course-provider = Адис уюмуңузду текшергенден кийин гана адамдар жөнүндө жаза аласыз.
