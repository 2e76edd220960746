# Koʻnikmalar, tajriba va istaklar

# The lines
profile-kind-work = Ish tajribasi
profile-kind-study = Maʼlumoti
profile-kind-skill = Koʻnikmalari
profile-kind-language = Tillar
profile-kind-licence = Guvohnoma va ruxsatlar
profile-kind-resource = Nimasi bor
profile-kind-barrier = Nima toʻsqinlik qiladi
profile-add-work = Ish qoʻshish
profile-add-study = Oʻqishni qoʻshish
profile-add-skill = Koʻnikma qoʻshish
profile-add-language = Til qoʻshish
profile-add-licence = Guvohnoma yoki ruxsat qoʻshish
profile-add-resource = Nimasi borligini qoʻshish
profile-add-barrier = Nima toʻsqinlik qilishini qoʻshish
profile-change-line = Oʻzgartirish
profile-none = Hozircha hech narsa yozilmagan.
profile-help = Nima yordam beradi, nima toʻsqinlik qiladi
profile-kindly = Bunga javob bermaslik ham mumkin. Idora yordamni shunga qarab tanlaydi. Ish beruvchi buni koʻrmaydi.
profile-stale = Siz yozayotganda buni boshqa kishi oʻzgartirdi. Yozganingiz pastda turibdi, lekin saqlanmadi. Toʻgʻri boʻlsa, yana saqlang.
profile-remove = Olib tashlash
profile-remove-title = Buni olib tashlaysizmi?
profile-since = { $month } – hozirgacha
profile-until = Tugagan: { $month }
profile-finished = Tugatgan yili: { $year }
profile-valid = Amal qilish muddati: { $day }

# How sure a line is
profile-check = Tekshirish
profile-check-again = Bu tekshirilgan. Oʻzgartirsangiz, qayta tekshirish kerak boʻladi.
profile-evidence = Qanchalik aniq
profile-evidence-hint = Faqat oʻzingiz koʻrgan narsani belgilang. Ismingiz va kuni saqlanadi.
profile-evidence-said = Aytilgan, tekshirilmagan
profile-evidence-seen = Hujjatini mutaxassis koʻrgan
profile-evidence-tested = Sinovdan oʻtgan
profile-evidence-certified = Sertifikat bilan tasdiqlangan
profile-evidence-recognised = Chet elda yoki ekspert tan olgan
profile-recognised-by = Kim tan olgan va qaysi mamlakatda
profile-recognised-hint = Masalan: Taʼlim vazirligi, Qirgʻiziston. Tan olingan boʻlsa, toʻldiring.
profile-found = Nima aniqlandi
profile-found-text = Agar qogʻozda yoki tekshiruvda satrdagidan boshqa narsa chiqsa, uni shu yerda tanlang. Ikkalasi ham qoladi, tekshirilgani hisobga olinadi.
profile-ageing = Eskirib boryapti
profile-old = Eskirgan
profile-ran-out = muddati { $day } tugagan
profile-runs-out = muddati { $day } tugaydi
profile-tested-on = { $day } tekshirilgan
profile-used-until = maʼlum boʻlishicha, oxirgi marta { $day } gacha ishlatilgan
profile-conflict = Farq bor
profile-conflict-line = Boshqa satrda shunday deyilgan: { $other }.
profile-conflict-place = Oʻsha vaqtda boshqa mamlakatdagi ish ham koʻrsatilgan: { $other }.
profile-conflict-told = Roʻyxatdan oʻtishda shunday aytilgan: { $other }.
profile-counts-this = Bu satr ishonchliroq, u hisobga olinadi.
profile-counts-other = Boshqasi ishonchliroq, u hisobga olinadi.
profile-counts-both = Ikkalasi bir xil ishonchli, ikkalasi ham hisobga olinadi.

# How well a language is known, after the European frame
profile-fluency-a1 = Bir necha soʻz va oddiy gap
profile-fluency-a2 = Oddiy narsalar haqida gaplashadi
profile-fluency-b1 = Kundalik hayotda va ishda tushunishadi
profile-fluency-b2 = Erkin gapiradi
profile-fluency-c1 = Juda yaxshi gapiradi va yozadi
profile-fluency-c2 = Mukammal biladi
profile-fluency-native = Ona tili

# What was told at registration
profile-told = Roʻyxatdan oʻtishda aytilgani
profile-told-text = Toʻgʻri boʻlsa, qoʻshing. Qayta yozish kerak emas.
profile-told-add = Buni qoʻshish
profile-told-leave-out = Qoʻshmaslik

# Work in own words
profile-words-link = Ishini oʻz soʻzi bilan aytish
profile-words-ask = Bu qanday ish edi?
profile-words-hint = Masalan: Surgutda uch yil quvur payvandlaganman. Istalgan tilda, har safar bitta ish, 200 harfdan oshmasin.
profile-words-kept = Bu soʻzlarning bir nechtasi boshqalarni yaxshiroq tushunish uchun ismsiz saqlanishi mumkin. Bu kishining maʼlumotlari oʻchirilganda ular ham oʻchiriladi.
profile-words-find = Ishni topish
profile-words-added = Yozildi: { $title }.
profile-words-more = Mamlakat va vaqtni qoʻshish
guess-which = Shulardan birimi?
guess-which-text = Toʻgʻrisini bosing.
guess-unsure = Aniq bilmaymiz. Balki shulardan biridir.
guess-nothing = Qaysi ish ekanini tushunmadik. Boshqa soʻzlar bilan yozing yoki roʻyxatdan toping.
guess-very-likely = Deyarli aniq
guess-likely = Ehtimol shunday
guess-perhaps = Balki
guess-rests = Mana bu soʻzlardan tushunildi: { $words }
guess-this = Ha, shu
guess-none = Hech biri emas: roʻyxatdan topish
guess-one-of = Aynan qaysi biri?

# Questions about a line
profile-ask-occupation = Kasbi
profile-ask-occupation-hint = Nomini yoza boshlang va roʻyxatdan tanlang. Roʻyxatda boʻlmasa, boʻsh qoldirib, pastda oʻz soʻzingiz bilan yozing.
profile-ask-work-words = Nima ish qilgan
profile-ask-work-words-hint = Masalan: koʻp qavatli uylarda quvurlarni payvandlash
profile-ask-country = Davlat
profile-ask-began = Qachon boshlangan
profile-ask-ended = Qachon tugagan
profile-ask-day-hint = Aniq kuni esingizda boʻlmasa, taxminiy kunini yozing.
profile-ask-ended-hint = Hozir ham ishlayotgan boʻlsa, boʻsh qoldiring.
profile-ask-level = Darajasi
profile-ask-study-words = Nimani va qayerda oʻqigan
profile-ask-study-words-hint = Masalan: elektrik, Oʻsh, 10-litsey
profile-ask-finished = Qachon tugatgan
profile-ask-skill = Nima qila oladi
profile-ask-skill-hint = Bir-ikki soʻz bilan yozing. Roʻyxatda boʻlmasa, boʻsh qoldirib, pastda yozing.
profile-skills-of-work = Ishi boʻyicha koʻnikmalari
profile-skills-hint = Faqat qoʻlidan keladiganlarini belgilang.
profile-ask-more = Oʻz soʻzi bilan
profile-ask-language = Til
profile-ask-fluency = Qanchalik biladi
profile-ask-licence = Guvohnoma yoki ruxsat
profile-ask-valid = Qachongacha amal qiladi
profile-ask-valid-hint = Muddati boʻlmasa, boʻsh qoldiring.
profile-ask-resource = Nima yordam bera oladi?
profile-ask-barrier = Nima toʻsqinlik qilyapti?

# What is wanted
wish-title = Istalgan ish
wish-change = Istakni yozish yoki oʻzgartirish
wish-text = Mos boʻsh ish oʻrinlari shunga qarab izlanadi. Javobsiz savol hech narsani cheklamaydi.
wish-occupations = Qanday ish
wish-occupations-hint = Beshtagacha kasb, har birini alohida qatorga yozing. Eng istalgani birinchi tursin.
wish-place = Ishga qayerdan boradi
wish-place-hint = Tanlanmasa, hozir yashaydigan joyi hisoblanadi.
wish-km = Necha kilometrgacha
wish-km-hint = Boʻsh qolsa, butun mamlakat mos.
wish-wage = Oyiga eng kami necha som
wish-wage-hint = Bundan kam haq toʻlanadigan ish taklif qilinmaydi.
wish-forms = Ish shakli
wish-forms-hint = Mos keladiganlarning hammasini belgilang. Hech biri belgilanmasa, hammasi mos.
wish-self-employment = Oʻzi uchun ishlashni xohlaydimi
wish-from = Qachon boshlay oladi

# The CV
cv-title = Rezyume
cv-wants = Istalgan ish
cv-phone-show = Telefon raqamini qoʻshish
cv-phone-hide = Telefon raqamini olib tashlash
cv-file = Boshqa saytlar uchun fayl (JSON)
cv-note = “Jol” xizmatida tuzilgan kun: { $day }. Belgisi yoʻq narsalar kishining oʻz soʻzidan yozilgan va tekshirilmagan.

# The journal
journal-added-line = Koʻnikma va tajribaga qoʻshildi
journal-changed-line = Koʻnikma va tajribada oʻzgartirildi
journal-removed-line = Koʻnikma va tajribadan olib tashlandi
journal-left-out-line = Roʻyxatdan oʻtishda aytilgani qoʻshilmadi
journal-checked-line = Koʻnikma va tajriba tekshirildi
journal-changed-wish = Istalgan ish oʻzgartirildi
journal-seen-cv = Rezyumeni ochdi

# What is wrong
fault-item-missing = Buni yozing yoki tanlang.
fault-item-level = Tilni qanchalik bilishini tanlang.
fault-recognised-by = Kim tan olganini va qaysi mamlakatda ekanini yozing.
fault-guess-gone = Bu ish endi roʻyxatda yoʻq. Qaytadan tanlang.
fault-item-twice = Bu avval yozilgan. Kerak boʻlsa, oʻsha joyini oʻzgartiring.
fault-item-many = Bundan ortiq yozib boʻlmaydi. Keraksizini olib tashlang.
fault-wish-many = { $max } tadan ortiq kasb boʻlmasin.
fault-wish-distance = Kilometrni 1 dan 1000 gacha son bilan yozing.
fault-wish-wage = Ish haqi noldan koʻp va oʻn million somdan kam boʻlsin.
