# Билими, тажрыйбасы жана каалоолору

# The lines
profile-kind-work = Иш тажрыйбасы
profile-kind-study = Билими
profile-kind-skill = Көндүмдөрү
profile-kind-language = Тилдер
profile-kind-licence = Күбөлүктөр жана уруксаттар
profile-kind-resource = Эмнеси бар
profile-kind-barrier = Эмне тоскоол болот
profile-add-work = Иш кошуу
profile-add-study = Окууну кошуу
profile-add-skill = Көндүм кошуу
profile-add-language = Тил кошуу
profile-add-licence = Күбөлүк же уруксат кошуу
profile-add-resource = Эмнеси бар экенин кошуу
profile-add-barrier = Эмне тоскоол болорун кошуу
profile-change-line = Өзгөртүү
profile-none = Азырынча эч нерсе жазылган жок.
profile-help = Эмне жардам берет, эмне тоскоол болот
profile-kindly = Буга жооп бербей койсо да болот. Кеңсе жардамды ушуга карап тандайт. Иш берүүчү муну көрбөйт.
profile-stale = Бул жерди сиз жазып жатканда башка бирөө өзгөртүп койду. Жазганыңыз төмөндө турат, бирок сакталган жок. Туура болсо, кайра сактаңыз.
profile-remove = Алып салуу
profile-remove-title = Муну алып саласызбы?
profile-since = { $month } – азыркыга чейин
profile-until = Аяктаган: { $month }
profile-finished = Бүткөн жылы: { $year }
profile-valid = Жарактуу мөөнөтү: { $day }

# How sure a line is
profile-check = Текшерүү
profile-check-again = Бул текшерилген. Өзгөртсөңүз, кайра текшерүү керек болот.
profile-evidence = Канчалык так
profile-evidence-hint = Өзүңүз көргөндү же билгенди гана белгилеңиз. Сиздин атыңыз жана күнү сакталат.
profile-evidence-said = Айтылган, текшериле элек
profile-evidence-seen = Документин адис көргөн
profile-evidence-tested = Сыноодон өткөн
profile-evidence-certified = Сертификат менен тастыкталган
profile-evidence-recognised = Чет өлкөдө же эксперт тааныган
profile-recognised-by = Ким тааныган жана кайсы өлкөдө
profile-recognised-hint = Мисалы: Билим берүү министрлиги, Кыргызстан. Таанылган болсо, толтуруңуз.
profile-found = Эмне аныкталды
profile-found-text = Эгер кагазда же текшерүүдө саптагыдан башка нерсе чыкса, аны ушул жерден тандаңыз. Экөө тең калат, текшерилгени эсепке алынат.
profile-ageing = Эскирип баратат
profile-old = Эскирген
profile-ran-out = мөөнөтү { $day } бүткөн
profile-runs-out = мөөнөтү { $day } бүтөт
profile-tested-on = { $day } текшерилген
profile-used-until = белгилүү болгону боюнча акыркы жолу { $day } чейин колдонулган
profile-conflict = Айырма бар
profile-conflict-line = Башка сапта мындай айтылат: { $other }.
profile-conflict-place = Ошол эле убакта башка өлкөдөгү жумуш да көрсөтүлгөн: { $other }.
profile-conflict-told = Каттоодо мындай айтылган: { $other }.
profile-counts-this = Бул сап ишенимдүүрөөк, ал эсепке алынат.
profile-counts-other = Башкасы ишенимдүүрөөк, ал эсепке алынат.
profile-counts-both = Экөө бирдей ишенимдүү, экөө тең эсепке алынат.

# How well a language is known, after the European frame
profile-fluency-a1 = Бир нече сөз жана жөнөкөй сүйлөм
profile-fluency-a2 = Жөнөкөй нерсе жөнүндө сүйлөшөт
profile-fluency-b1 = Күнүмдүк турмушта жана жумушта түшүнүшөт
profile-fluency-b2 = Эркин сүйлөйт
profile-fluency-c1 = Абдан жакшы сүйлөйт жана жазат
profile-fluency-c2 = Мыкты билет
profile-fluency-native = Эне тили

# What was told at registration
profile-told = Катталганда айтылганы
profile-told-text = Туура болсо, кошуңуз. Кайра жазуунун кереги жок.
profile-told-add = Муну кошуу
profile-told-leave-out = Кошпоо

# Work in own words
profile-words-link = Ишин өз сөзү менен айтуу
profile-words-ask = Кандай иш болгон?
profile-words-hint = Мисалы: Сургутта үч жыл түтүк ширеткем. Каалаган тилде, бир жолу бир ишти, 200 тамгадан ашпасын.
profile-words-kept = Бул сөздөрдүн бир нечеси башкаларды жакшыраак түшүнүү үчүн аты-жөнү жок сакталышы мүмкүн. Бул кишинин маалыматы өчүрүлгөндө алар да өчүрүлөт.
profile-words-find = Ишти табуу
profile-words-added = Жазылды: { $title }.
profile-words-more = Өлкөсүн жана убактысын кошуу
guess-which = Ушулардын бириби?
guess-which-text = Туурасын басыңыз.
guess-unsure = Так билбейбиз. Балким, ушулардын биридир.
guess-nothing = Кайсы иш экенин түшүнгөн жокпуз. Башка сөз менен жазыңыз же тизмеден табыңыз.
guess-very-likely = Дээрлик так
guess-likely = Ушундай окшойт
guess-perhaps = Балким
guess-rests = Мына бул сөздөрдөн түшүндүк: { $words }
guess-this = Ооба, ушул
guess-none = Эч бири эмес: тизмеден табуу
guess-one-of = Так кайсынысы?

# Questions about a line
profile-ask-occupation = Кесиби
profile-ask-occupation-hint = Аталышын жазып баштап, тизмеден тандаңыз. Тизмеде жок болсо, бош калтырып, төмөндө өз сөзүңүз менен жазыңыз.
profile-ask-work-words = Эмне иш кылган
profile-ask-work-words-hint = Мисалы: көп кабаттуу үйлөрдүн түтүктөрүн ширетүү
profile-ask-country = Өлкө
profile-ask-began = Качан башталган
profile-ask-ended = Качан бүткөн
profile-ask-day-hint = Так күнү эсиңизде жок болсо, болжолдуу күнүн жазыңыз.
profile-ask-ended-hint = Азыр да иштеп жатса, бош калтырыңыз.
profile-ask-level = Деңгээли
profile-ask-study-words = Эмнени жана кайда окуган
profile-ask-study-words-hint = Мисалы: электрик, Ош, №10 лицей
profile-ask-finished = Качан бүткөн
profile-ask-skill = Эмне кыла алат
profile-ask-skill-hint = Бир-эки сөз менен жазыңыз. Тизмеде жок болсо, бош калтырып, төмөндө жазыңыз.
profile-skills-of-work = Иши боюнча көндүмдөрү
profile-skills-hint = Колунан келгендерин гана белгилеңиз.
profile-ask-more = Өз сөзү менен
profile-ask-language = Тил
profile-ask-fluency = Канчалык билет
profile-ask-licence = Күбөлүк же уруксат
profile-ask-valid = Качанкыга чейин жарактуу
profile-ask-valid-hint = Мөөнөтү жок болсо, бош калтырыңыз.
profile-ask-resource = Эмне жардам бере алат?
profile-ask-barrier = Эмне тоскоол болуп жатат?

# What is wanted
wish-title = Каалаган жумуш
wish-change = Каалоону жазуу же өзгөртүү
wish-text = Ылайык келген бош жумуш орундары ушуга карап изделет. Жооп бербей койгон суроо эч нерсени чектебейт.
wish-occupations = Кандай жумуш
wish-occupations-hint = Беш кесипке чейин, ар бирин өзүнчө сапка жазыңыз. Эң каалаганы биринчи турсун.
wish-place = Жумушка кайдан барат
wish-place-hint = Тандалбаса, азыр жашаган жери эсептелет.
wish-km = Канча километрге чейин
wish-km-hint = Бош калса, өлкөнүн баары ылайык.
wish-wage = Айына эң азы канча сом
wish-wage-hint = Мындан аз төлөнгөн жумуш сунушталбайт.
wish-forms = Жумуштун түрү
wish-forms-hint = Ылайык келгендердин баарын белгилеңиз. Эч бири белгиленбесе, баары ылайык.
wish-self-employment = Өз алдынча иштегиси келеби
wish-from = Качан баштай алат

# The CV
cv-title = Резюме
cv-wants = Каалаган жумуш
cv-phone-show = Телефон номерин кошуу
cv-phone-hide = Телефон номерин алып салуу
cv-file = Башка сайттар үчүн файл (JSON)
cv-note = «Жол» кызматында { $day } күнү түзүлдү. Белгиси жоктор кишинин өз сөзүнөн жазылган жана текшериле элек.

# The journal
journal-added-line = Билими жана тажрыйбасына кошулду
journal-changed-line = Билими жана тажрыйбасы өзгөртүлдү
journal-removed-line = Билими жана тажрыйбасынан алып салынды
journal-left-out-line = Катталганда айтылганы кошулган жок
journal-checked-line = Билими жана тажрыйбасы текшерилди
journal-changed-wish = Каалаган жумушу өзгөртүлдү
journal-seen-cv = Резюмени ачты

# What is wrong
fault-item-missing = Муну жазыңыз же тандаңыз.
fault-item-level = Тилди канчалык билерин тандаңыз.
fault-recognised-by = Ким тааныганын жана кайсы өлкөдө экенин жазыңыз.
fault-guess-gone = Бул иш тизмеде жок болуп калды. Кайра тандаңыз.
fault-item-twice = Бул мурда эле жазылган. Керек болсо, ошол жерин өзгөртүңүз.
fault-item-many = Мындан ашык жазууга болбойт. Керексизин алып салыңыз.
fault-wish-many = { $max } кесиптен ашык болбосун.
fault-wish-distance = Километрди 1ден 1000ге чейинки сан менен жазыңыз.
fault-wish-wage = Эмгек акы нөлдөн көп жана он миллион сомдон аз болсун.
