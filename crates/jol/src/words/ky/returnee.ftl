# Registering a person who came home: the same words for the person and for the officer who helps.

returnee-start-title = Каттоо
returnee-start-text = Катталсаңыз, жумуш, окуу жана колдоо табууга жардам беребиз. Каттоо акысыз.
returnee-start-need = Паспортуңуз же ID картаңыз жана телефонуңуз болсо, жаныңызга алып коюңуз.
returnee-start-save = Ар бир барак дароо сакталат. Токтоп, кийин улантсаңыз болот.
returnee-start = Баштоо

returnee-name-title = Аты-жөнүңүз
returnee-surname = Фамилиясы
returnee-given-name = Аты
returnee-patronymic = Атасынын аты
returnee-name-hint = Документте кандай жазылса, ошондой жазыңыз.
returnee-patronymic-hint = Документте жок болсо, бош калтырыңыз.

returnee-sex = Жынысы
returnee-sex-female = Аял
returnee-sex-male = Эркек

returnee-birth-date = Туулган күнү
returnee-day = Күнү
returnee-month = Айы
returnee-year = Жылы
returnee-birth-date-hint = Мисалы: 27 3 1990

returnee-pin = Жеке идентификациялык номер (ПИН)
returnee-pin-hint = Паспортто же ID картада жазылган 14 цифра. Билбесеңиз, бош калтырыңыз.

returnee-phone = Телефон номери
returnee-phone-hint = Мисалы: 0555 123 456. Чет өлкөнүн номерин + белгиси жана өлкөнүн коду менен жазыңыз.
returnee-phone-hint-officer = Телефону жок болсо, бош калтырыңыз.

returnee-home-title = Азыр кайда жашайсыз?
returnee-home = Азыр жашаган жери
returnee-oblast = Облус, Бишкек же Ош шаары
returnee-rayon = Район же шаар

returnee-country-title = Кайсы өлкөдөн кайтып келдиңиз?
returnee-country = Кайтып келген өлкөсү
returnee-return-date-title = Качан кайтып келдиңиз?
returnee-return-date = Кайтып келген күнү
returnee-return-date-hint = Так күнү эсиңизде жок болсо, болжолдуу күнүн жазыңыз.

returnee-reasons-title = Эмне үчүн кайтып келдиңиз?
returnee-reasons = Кайтып келүүнүн себептери
returnee-reasons-hint = Туура келгендердин баарын белгилеңиз.
returnee-reason-contract-ended = Келишимдин мөөнөтү бүттү
returnee-reason-family = Үй-бүлөлүк себептер
returnee-reason-health = Ден соолук
returnee-reason-no-work = Жумуштан бошотушту же жумуш болбой калды
returnee-reason-unpaid = Эмгек акы төлөнбөдү
returnee-reason-documents = Документ маселеси же кирүүгө тыюу салынды
returnee-reason-wanted-home = Үйгө кайткым келди
returnee-reason-study = Окуу үчүн
returnee-reason-other = Башка себеп

returnee-work-abroad-title = Чет өлкөдө кандай жумуш иштедиңиз?
returnee-work-abroad = Чет өлкөдөгү жумушу
returnee-work-abroad-hint = Өз сөзүңүз менен жазыңыз. Мисалы: курулушта ширетүүчү, кафеде ашпозчу.

returnee-education-title = Кандай билим алгансыз?
returnee-education = Билими
returnee-education-hint = Эң жогорку деңгээлин тандаңыз.
returnee-education-none = 9 класстан аз
returnee-education-basic = Негизги мектеп (9 класс)
returnee-education-secondary = Орто мектеп (11 класс)
returnee-education-vocational = Кесиптик лицей
returnee-education-secondary-special = Техникум же колледж
returnee-education-unfinished-higher = Аяктабаган жогорку билим
returnee-education-higher = Жогорку билим

returnee-intends-title = Кайра чет өлкөгө иштегени кетесизби?
returnee-intends = Кайра чыгып кетүү ниети
returnee-intends-yes = Ооба
returnee-intends-no = Жок
returnee-intends-unsure = Азырынча билбейм

returnee-message-language-title = Билдирүүлөрдү кайсы тилде алгыңыз келет?
returnee-message-language = Билдирүүлөрдүн тили

returnee-consent-title = Маалыматыңызды сактоого жана колдонууга макулдук
returnee-consent-what = «Жол» кызматы сиз өзүңүз айтканды сактайт: аты-жөнүңүздү, жынысыңызды, туулган күнүңүздү, ПИНиңизди, телефонуңузду, жашаган жериңизди, билимиңизди, чет өлкөдөгү жумушуңузду, кайтып келгениңиз жана кайра кетериңиз тууралуу жоопторуңузду, кошкон файлдарыңызды.
returnee-consent-holder = Маалыматыңызды сактап, ал үчүн жооп берген мекеме: { $agency }.
returnee-consent-purpose = Бул сизге жумуш, окуу жана колдоо табууга жардам берүү үчүн керек. Статистикага жоопторуңуз аты-жөнүңүзсүз кошулат. Башка максатка керек болсо, сизден өзүнчө сурайбыз.
returnee-consent-who = Маалыматыңызды сиз жашаган жердеги жана андан жогорку кеңселердин адистери, маалыматты коргоо адиси көрөт. Башкалар сиз өзүнчө макул болсоңуз гана көрөт. Ким, качан жана эмне үчүн ачканын өзүңүз карай аласыз.
returnee-consent-withdraw = Оюңуз өзгөрсө, макулдугуңузду каалаган убакта кайтарып алып, маалыматыңызды өчүрө аласыз: өз аккаунтуңуздан же кеңсеге келип. Бул үчүн жаза жок, башка укуктарыңыз сакталат.
returnee-consent-agree = Маалыматымды ушул максатта сактап, колдонууга макулмун
returnee-consent-read-aloud = Макулдуктун текстин кишиге окуп бердим, ал макул болду

returnee-check-title = Жоопторуңузду текшериңиз
returnee-check-text = Баары туура болсо, төмөнкү баскычты басыңыз. Ката болсо, «Өзгөртүү» дегенди тандаңыз.
returnee-check-submit = Катталуу
returnee-check-submit-officer = Каттоо

returnee-done-title = Сиз катталдыңыз
returnee-done-title-officer = Киши катталды
returnee-done-number = Каттоо номери
returnee-done-keep = Бул номерди жазып алыңыз же барактын сүрөтүн тартып алыңыз.
returnee-done-next-title = Мындан ары эмне болот?
returnee-done-next-contact = Адис сиз менен байланышышы мүмкүн. Күтпөй эле жакынкы кеңсеге өзүңүз келсеңиз да болот.
returnee-done-next-look = Телефонуңузга келген код менен кирип, маалыматыңызды көрүп, өзгөртө аласыз.
returnee-done-next-move = Телефонуңуз же дарегиңиз өзгөрсө, бизге билдириңиз.

returnee-progress = { $n }-барак, баары { $all }
returnee-section-person = Киши жөнүндө
returnee-section-contact = Байланыш
returnee-section-return = Кайтып келүү
returnee-section-work = Жумуш жана билим
returnee-consent-legend = Эмнеге макулсуз?
returnee-consent-hint = Биринчиси милдеттүү. Калгандарын өзүңүз чечесиз жана каалаган убакта өзгөртө аласыз.
returnee-consent-matching = Ылайыктуу жумуш табылса, мени иш берүүчүгө сунуштоого макулмун
returnee-consent-training = Маалыматымды окутуучу уюмга берүүгө макулмун
returnee-consent-finance = Маалыматымды каржылык колдоо программасына берүүгө макулмун
returnee-consent-exchange = Маалыматымды башка мамлекеттик мекемелерге берүүгө макулмун
register-resume-title = Мурда башталган каттоо
register-resume-text = Бул телефондо бүтпөгөн каттоо бар. Ал сиздики болсо, туулган күнүңүздү жазыңыз. Сиздики болбосо, жаңысын баштаңыз.
register-resume-anew = Жаңысын баштоо
