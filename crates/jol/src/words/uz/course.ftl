# Kurslar

# The catalogue.
courses-search = Kurs qidirish
courses-words = Nimani oʻrganmoqchisiz?
courses-distance = Qancha uzoq
courses-only-there = Faqat shu yerda
courses-within = { $km } km gacha
courses-free = Faqat bepul
courses-none = Bunday kurs topilmadi. Shartlardan birini olib tashlab koʻring.
courses-no-group = Kunlari hali belgilanmagan
courses-find = Kurs topish

# A course.
course-course = Kurs
course-title = Kurs nomi
course-title-hint = Odamlar qanday aytsa, shunday. Masalan: Tikish asoslari
course-occupation = Kasb
course-occupation-hint = Yoza boshlang va roʻyxatdan tanlang.
course-skills = Nimani oʻrganadi
course-licences = Qaysi guvohnoma yoki ruxsatnomani oladi
course-each-line = Har birini alohida qatorga, roʻyxatdagi nomlar bilan yozing.
course-hours = Necha soat
course-price = Narxi
course-price-som = Narxi, som
course-price-hint = Bepul boʻlsa, boʻsh qoldiring.
course-free = Bepul
course-language = Til
course-way = Qanday oʻtadi
course-way-in-place = Oʻquv joyida
course-way-online = Internet orqali
course-way-mixed = Oʻquv joyida va internet orqali
course-words = Kurs haqida
course-words-hint = Nima oʻqitiladi, soat nechada, nima olib kelish kerak. Jinsi, yoshi yoki millatini talab qilmang.
course-provider = Taʼlim tashkiloti
course-phone = Telefon
course-place = Joyi
course-address = Manzili
course-address-hint = Koʻcha, uy, xona
course-days = Kunlari
course-begins = Boshlanadi
course-starts = Birinchi kuni
course-ends = Oxirgi kuni
course-seats = Oʻrinlar
course-free-seats = Boʻsh oʻrin
course-seats-free = Boʻsh oʻrin: { $n } / { $seats }
course-seats-none = Boʻsh oʻrin yoʻq. Navbatda: { $n }
course-groups = Guruhlar
course-no-group-text = Hozir bu kursga hech kim qabul qilinmaydi. Taʼlim tashkilotiga qoʻngʻiroq qilib, qachon boshlanishini soʻrang.
course-enrol = Yozilish
course-queue = Navbatga turish
course-enrol-text = Yozilsangiz, taʼlim tashkiloti ismingiz, telefoningiz va tilingizni koʻradi. Istagan paytda voz kecha olasiz.
course-enrol-with = Faqat kishining oʻzi aytganda yozing: taʼlim tashkiloti uning ismi, telefoni va tilini koʻradi.
course-sign-in-text = Yozilish uchun kiring yoki roʻyxatdan oʻting.
course-state = Holati
course-waiting = Tekshiruvni kutmoqda
course-waiting-text = Mutaxassis koʻrib chiqqach koʻrsatiladi.
course-open = Ochiq
course-refused = Rad etilgan
course-refused-text = Mutaxassis oʻtkazmadi. Tuzatsangiz, yana koʻriladi. Sababi:
course-closed = Yopiq

# What officers check.
course-checks = Kutayotgan kurslar
course-checks-none = Kutayotgan kurs yoʻq.
course-described = Qachondan beri
course-checked = Kim tekshirgan
course-let-through = Oʻtkazish
course-refuse = Rad etish
course-refusal-reason = Sababi
course-refusal-hint = Buni taʼlim tashkiloti oʻqiydi. Nimani tuzatish kerakligini yozing.

# One person and one group.
enrolment-none = Hozircha kurs yoʻq.
enrolment-waiting = Navbatda
enrolment-in-line = Navbatdagi oʻrni: { $n }
enrolment-no-seat = Guruh boshlandi, oʻrin boʻshamadi.
enrolment-enrolled = Oʻrin bor
enrolment-completed = Tugatdi
enrolment-not-completed = Tugatmadi
enrolment-left = Oʻrin boʻshatildi
enrolment-group-closed = Guruh yopildi.
enrolment-reason = Taʼlim tashkilotining soʻzi
enrolment-leave = Oʻrinni boʻshatish
enrolment-leave-text = Oʻrin navbatda birinchi turgan kishiga beriladi. Taʼlim tashkiloti endi sizni koʻrmaydi.
enrolment-leave-line = Navbatdan chiqish
enrolment-leave-line-text = Qayta tursangiz, navbat oxiridan boshlanadi. Taʼlim tashkiloti endi sizni koʻrmaydi.

# The pages of a provider.
teaching-notice = Diqqat qiling
teaching-waiting = Mutaxassis tashkilotingizni tekshirmaguncha kurslar hech kimga koʻrsatilmaydi. Tayyorlayversangiz boʻladi.
teaching-hidden = Tashkilotingiz kurslari hozir hech kimga koʻrsatilmaydi, odamlar ham koʻrinmaydi. Idoraga murojaat qiling.
teaching-new = Kurs qoʻshish
teaching-new-text = Mutaxassis koʻrib chiqqach koʻrsatiladi. Keyin oʻzgartirsangiz, yana koʻriladi.
teaching-change = Kursni oʻzgartirish
teaching-courses = Kurslaringiz
teaching-none = Hozircha kurs yoʻq.
teaching-groups = Guruhlaringiz
teaching-no-groups = Hozircha guruh yoʻq.
teaching-taken = { $n } / { $seats }
teaching-new-group = Guruh qoʻshish
teaching-close = Kursni yopish
teaching-close-text = Kurs endi koʻrsatilmaydi. Boshlangan guruhlar davom etadi.
teaching-people = Guruhdagilar
teaching-nobody = Hozircha hech kim yoʻq.
teaching-line = Navbatdagilar
teaching-place-in-line = Oʻrni
teaching-came = Qachon turgan
teaching-end = Guruhni yakunlash
teaching-end-text = Kunlarning { $percent } foizida yoki undan koʻp qatnashganlar kursni tugatgan boʻladi. Boshqacha boʻlsa, avval oʻsha kishining sahifasiga sababini yozing.
teaching-cancel-group = Guruhni bekor qilish
teaching-cancel-group-text = Guruh oʻtmaydi. Yozilganlar va navbatdagilarning hammasi boʻshatiladi. Ularga qoʻngʻiroq qiling.
teaching-close-group = Guruhni yopish
teaching-close-group-text = Guruhga endi hech kim olinmaydi. Navbatdagilar boʻshatiladi, qolganlar oʻqiyveradi.
teaching-judge = Kursni tugatdimi
teaching-judge-text = Faqat qatnashish qoidasidan boshqacha boʻlsa toʻldiring. Sababini kishi oʻqiydi.
teaching-judge-state = Sizning soʻzingiz
teaching-judge-reason = Sababi
teaching-judge-hint = Masalan: 30 kun kasalxonada yotdi, sinovni alohida topshirdi.

# Who was there.
attendance-tell = Kim kelganini belgilash
attendance-day = Qaysi kuni
attendance-who = Kelganlar
attendance-days = Belgilangan kunlar
attendance-present = Qatnashgani
attendance-of = { $n } / { $days }

# In the journal of a person.
journal-enrolled = Kursga yozildi
journal-queued = Kurs navbatiga turdi
journal-moved-up = Navbatdan kursga oʻtdi
journal-left-course = Kursdagi oʻrin boʻshatildi
journal-group-closed = Kurs guruhi yopildi
journal-attendance = Kursga qatnashgani belgilandi
journal-course-ended = Kurs yakuni yozildi

# What is wrong with something typed.
fault-course-title = Kurs nomini yozing.
fault-course-occupation = Kasbni tanlang.
fault-course-hours = Soatlar sonini yozing: 1 dan 3 000 gacha.
fault-course-price = Narx noldan kam boʻlmaydi. Bepul boʻlsa, boʻsh qoldiring.
fault-course-seats = Oʻrinlar sonini yozing: 1 dan 500 gacha.
fault-course-long = Qisqa kurs koʻpi bilan bir yil davom etadi. Kunlarini tekshiring.
fault-course-day = Guruhning oʻtgan yoki bugungi kunini yozing.
fault-course-closed = Bu guruhga endi hech kim olinmaydi. Boshqasini tanlang.
fault-course-over = Bu guruh tugagan. Boshqasini tanlang.
fault-course-too-early = Hali erta: guruhning kuni kelmagan.
fault-course-no-days = Avval kim qachon kelganini belgilang. Usiz kim tugatgani nomaʼlum.
fault-course-provider = Odamlar haqida faqat mutaxassis tashkilotingizni tekshirgach yoza olasiz.
