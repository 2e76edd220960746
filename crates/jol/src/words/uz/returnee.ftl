# Registering a person who came home: the same words for the person and for the officer who helps.

returnee-start-title = Roʻyxatdan oʻtish
returnee-start-text = Roʻyxatdan oʻtsangiz, ish, oʻqish va yordam topishga koʻmaklashamiz. Bu bepul.
returnee-start-need = Bor boʻlsa, pasport yoki ID kartani va telefonni yoningizga oling.
returnee-start-save = Har bir sahifa darhol saqlanadi. Toʻxtab, keyin davom ettirsangiz boʻladi.
returnee-start = Boshlash

returnee-name-title = Ism-sharifingiz
returnee-surname = Familiyasi
returnee-given-name = Ismi
returnee-patronymic = Otasining ismi
returnee-name-hint = Hujjatda qanday yozilgan boʻlsa, shunday yozing.
returnee-patronymic-hint = Hujjatda boʻlmasa, boʻsh qoldiring.

returnee-sex = Jinsi
returnee-sex-female = Ayol
returnee-sex-male = Erkak

returnee-birth-date = Tugʻilgan sanasi
returnee-day = Kuni
returnee-month = Oyi
returnee-year = Yili
returnee-birth-date-hint = Masalan: 27 3 1990

returnee-pin = Shaxsiy identifikatsiya raqami (PIN)
returnee-pin-hint = Pasport yoki ID kartada yozilgan 14 ta raqam. Bilmasangiz, boʻsh qoldiring.

returnee-phone = Telefon raqami
returnee-phone-hint = Masalan: 0555 123 456. Chet el raqamini + belgisi va mamlakat kodi bilan yozing.
returnee-phone-hint-officer = Telefoni boʻlmasa, boʻsh qoldiring.

returnee-home-title = Hozir qayerda yashaysiz?
returnee-home = Hozirgi yashash joyi
returnee-oblast = Viloyat, Bishkek yoki Oʻsh shahri
returnee-rayon = Tuman yoki shahar

returnee-country-title = Qaysi mamlakatdan qaytib keldingiz?
returnee-country = Qaytib kelgan mamlakati
returnee-return-date-title = Qachon qaytib keldingiz?
returnee-return-date = Qaytib kelgan sanasi
returnee-return-date-hint = Aniq kuni esingizda boʻlmasa, taxminiy sanani yozing.

returnee-reasons-title = Nima uchun qaytib keldingiz?
returnee-reasons = Qaytish sabablari
returnee-reasons-hint = Toʻgʻri keladiganlarning hammasini belgilang.
returnee-reason-contract-ended = Shartnoma muddati tugadi
returnee-reason-family = Oilaviy sabablar
returnee-reason-health = Sogʻliq
returnee-reason-no-work = Ishdan boʻshatishdi yoki ish boʻlmay qoldi
returnee-reason-unpaid = Ish haqi toʻlanmadi
returnee-reason-documents = Hujjatlar bilan muammo yoki kirish taqiqlandi
returnee-reason-wanted-home = Uyga qaytgim keldi
returnee-reason-study = Oʻqish uchun
returnee-reason-other = Boshqa sabab

returnee-work-abroad-title = Chet elda qanday ish qildingiz?
returnee-work-abroad = Chet eldagi ishi
returnee-work-abroad-hint = Oʻz soʻzingiz bilan yozing. Masalan: qurilishda payvandchi, kafeda oshpaz.

returnee-education-title = Qanday maʼlumot olgansiz?
returnee-education = Maʼlumoti
returnee-education-hint = Eng yuqori darajasini tanlang.
returnee-education-none = 9 sinfdan kam
returnee-education-basic = Tayanch maktab (9 sinf)
returnee-education-secondary = Oʻrta maktab (11 sinf)
returnee-education-vocational = Kasb-hunar litseyi
returnee-education-secondary-special = Texnikum yoki kollej
returnee-education-unfinished-higher = Tugallanmagan oliy maʼlumot
returnee-education-higher = Oliy maʼlumot

returnee-intends-title = Yana chet elga ishlagani ketasizmi?
returnee-intends = Yana ketish niyati
returnee-intends-yes = Ha
returnee-intends-no = Yoʻq
returnee-intends-unsure = Hozircha bilmayman

returnee-message-language-title = Xabarlarni qaysi tilda olmoqchisiz?
returnee-message-language = Xabarlar tili

returnee-consent-title = Maʼlumotlaringizni saqlash va ishlatishga rozilik
returnee-consent-what = «Jol» xizmati oʻzingiz aytganlarni saqlaydi: ism-sharifingiz, jinsingiz, tugʻilgan sanangiz, PIN raqamingiz, telefoningiz, yashash joyingiz, taʼlimingiz, chet eldagi ishingiz, qaytishingiz va yana ketishingiz haqidagi javoblaringiz hamda qoʻshgan fayllaringiz.
returnee-consent-holder = Maʼlumotlaringizni saqlaydigan va ular uchun javob beradigan tashkilot: { $agency }.
returnee-consent-purpose = Bu sizga ish, oʻqish va yordam topishga koʻmaklashish uchun kerak. Statistikaga javoblaringiz ismsiz qoʻshiladi. Boshqa maqsad uchun kerak boʻlsa, sizdan alohida soʻraymiz.
returnee-consent-who = Maʼlumotlaringizni yashash joyingizdagi va undan yuqori idoralarning mutaxassislari, maʼlumotlarni himoya qilish mutaxassisi koʻradi. Boshqalar faqat siz alohida rozi boʻlsangiz koʻradi. Kim, qachon va nima uchun ochganini oʻzingiz koʻra olasiz.
returnee-consent-withdraw = Fikringiz oʻzgarsa, rozilikni istalgan vaqtda qaytarib olib, maʼlumotlaringizni oʻchirishingiz mumkin: oʻz hisobingizdan yoki idoraga kelib. Buning uchun jazo yoʻq, boshqa huquqlaringiz saqlanadi.
returnee-consent-agree = Maʼlumotlarimni shu maqsadda saqlash va ishlatishga roziman
returnee-consent-read-aloud = Rozilik matnini kishiga oʻqib berdim, u rozi boʻldi

returnee-check-title = Javoblaringizni tekshiring
returnee-check-text = Hammasi toʻgʻri boʻlsa, quyidagi tugmani bosing. Xato boʻlsa, «Oʻzgartirish»ni tanlang.
returnee-check-submit = Roʻyxatdan oʻtish
returnee-check-submit-officer = Roʻyxatga olish

returnee-done-title = Siz roʻyxatdan oʻtdingiz
returnee-done-title-officer = Kishi roʻyxatga olindi
returnee-done-number = Roʻyxatdan oʻtish raqami
returnee-done-keep = Bu raqamni yozib oling yoki sahifani suratga oling.
returnee-done-next-title = Endi nima boʻladi?
returnee-done-next-contact = Mutaxassis siz bilan bogʻlanishi mumkin. Kutmasdan, eng yaqin idoraga oʻzingiz kelsangiz ham boʻladi.
returnee-done-next-look = Telefoningizga kelgan kod bilan kirib, maʼlumotlaringizni koʻrishingiz va oʻzgartirishingiz mumkin.
returnee-done-next-move = Telefoningiz yoki manzilingiz oʻzgarsa, bizga xabar bering.

returnee-progress = { $all } sahifadan { $n }-sahifa
returnee-section-person = Kishi haqida
returnee-section-contact = Aloqa
returnee-section-return = Qaytish
returnee-section-work = Ish va taʼlim
returnee-consent-legend = Nimaga rozisiz?
returnee-consent-hint = Birinchisi shart. Qolganini oʻzingiz hal qilasiz va istalgan vaqtda oʻzgartira olasiz.
returnee-consent-matching = Mos ish topilsa, meni ish beruvchiga taklif qilishlariga roziman
returnee-consent-training = Maʼlumotlarimni taʼlim tashkilotiga berishga roziman
returnee-consent-finance = Maʼlumotlarimni moliyaviy yordam dasturiga berishga roziman
returnee-consent-exchange = Maʼlumotlarimni boshqa davlat tashkilotlariga berishga roziman
register-resume-title = Avval boshlangan roʻyxat
register-resume-text = Bu telefonda tugallanmagan roʻyxat bor. U sizniki boʻlsa, tugʻilgan kuningizni yozing. Sizniki boʻlmasa, yangisini boshlang.
register-resume-anew = Yangisini boshlash
