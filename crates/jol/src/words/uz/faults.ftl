# What is wrong with something a person typed, and what to write instead.

fault-text-missing = Bu yerni toʻldiring.
fault-text-too-long = Juda uzun. Koʻpi bilan { $max } ta belgi sigʻadi.
fault-text-invisible = Matnda koʻrinmaydigan belgi bor ({ $code }). Nusxa koʻchirmay, qoʻlda qayta yozing.
fault-text-garbled = Matn buzilib keldi. Qayta yozing, faylni esa UTF-8 formatida saqlang.

fault-day-missing = Kun, oy va yilni yozing.
fault-day-without-day = Oyning kunini yozing.
fault-day-without-month = Oyni yozing.
fault-day-without-year = Yilni yozing.
fault-day-not-a-day = Taqvimda bunday kun yoʻq. Kun, oy va yilni tekshiring.
fault-day-year = Yilni toʻrt raqam bilan yozing, masalan 1990. Siz «{ $typed }» deb yozdingiz.
fault-day-future = Bu kun hali kelmagan. Bugun { $today }.
fault-day-too-early = Sana juda erta. { $earliest } yoki undan keyingi kunni yozing.

fault-phone-missing = Telefon raqamini yozing.
fault-phone-character = Telefon raqamida «{ $letter }» boʻlmaydi. Faqat bitta raqam yozing, harflarsiz.
fault-phone-no-country-code = Chet el raqamini + belgisi va mamlakat kodi bilan boshlang, masalan +7 yoki +90.
fault-phone-country-code = Mamlakat kodi 0 bilan boshlanmaydi. Qirgʻiziston raqamini 0555 123 456 koʻrinishida, boshqasini + belgisi va mamlakat kodi bilan yozing.
fault-phone-length = { $code } kodidan keyin { $expected } ta raqam boʻladi. Siz { $digits } ta raqam yozdingiz.
fault-phone-total = Telefon raqami 8–15 ta raqamdan iborat. Siz { $digits } ta raqam yozdingiz.
fault-phone-first-digit = { $code } kodidan keyin telefon raqami { $digit } bilan boshlanmaydi. Uni tekshiring.

fault-pin-length = PIN 14 ta raqamdan iborat. Siz { $digits } ta raqam yozdingiz.
fault-pin-character = PINda «{ $letter }» boʻlmaydi. Faqat raqamlarni yozing.
fault-pin-organisation = Bu tashkilot raqami. Kishining PIN raqami 1 yoki 2 bilan boshlanadi.
fault-pin-first-digit = PIN 1 yoki 2 bilan boshlanadi. Hujjatdan tekshiring.
fault-pin-date = PINning 2–9-raqamlari tugʻilgan sanani bildiradi, lekin bunday sana yoʻq. Hujjatdan tekshiring.
# Warnings: the form is taken all the same.
fault-pin-sex-differs = PIN boʻyicha jinsi boshqacha. Ikkalasini ham tekshiring. Hujjatda shunday boʻlsa, davom etavering.
fault-pin-birth-day-differs = PIN boʻyicha tugʻilgan sanasi boshqacha. Ikkalasini ham tekshiring. Hujjatda shunday boʻlsa, davom etavering.

fault-language-unknown = Qirgʻiz, rus, oʻzbek yoki ingliz tilini tanlang.
fault-sex-unknown = Jinsni tanlang.

fault-name-digit = Ismda { $digit } raqami boʻlmaydi. Harflar bilan yozing.
fault-name-character = Ismda «{ $letter }» boʻlmaydi. Hujjatda qanday yozilgan boʻlsa, shunday yozing.
fault-name-no-letter = Ismda kamida bitta harf boʻlishi kerak.
fault-name-mixed-scripts = «{ $word }» soʻzidagi «{ $letter }» boshqa alifbo harfi. Klaviatura tilini tekshirib, soʻzni qayta yozing.

fault-country-unknown = Roʻyxatda bunday mamlakat yoʻq. Roʻyxatdan tanlang.

fault-territory-missing = Viloyat, tuman yoki shaharni tanlang.
fault-territory-code = Hudud kodi 14 ta raqamdan iborat. Kodni tekshiring.
fault-territory-unknown = Bunday hudud yoʻq. Roʻyxatdan tanlang.

fault-money-missing = Summani yozing.
fault-money-character = Summada «{ $letter }» boʻlmaydi. Somni raqam bilan yozing, masalan 1234,50.
fault-money-unclear = Summani ikki xil oʻqish mumkin. Tiyinni verguldan keyin ikkita raqam bilan yozing, masalan 1234,50.
fault-money-too-much = Summa juda katta. Nollarni tekshiring.

fault-file-empty = Fayl boʻsh. Boshqasini tanlang.
fault-file-large = Fayl juda katta. { $max_mb } MB gacha boʻlgan faylni tanlang.
fault-file-type = Bunday faylni saqlay olmaymiz. Surat (JPEG yoki PNG) yoki PDF tanlang.
fault-file-damaged = Fayl buzilgan yoki toʻliq emas. Qayta suratga oling yoki qayta saqlab, yana bir marta yuboring.
fault-file-pixels = Surat juda katta. { $max_megapixels } megapikselgacha boʻlgan suratni tanlang.
fault-file-pdf-encrypted = PDF fayli parol bilan yopilgan. Parolsiz saqlab, qayta yuboring.
fault-file-pdf-active = PDF faylining ichida dastur yoki boshqa fayl bor, uni qabul qila olmaymiz. Hujjatni chop etib, suratga olib yuboring.

fault-password-short = Parol juda qisqa. Kamida { $min } ta belgi yozing. Bir necha soʻzni ketma-ket yozsangiz boʻladi.
fault-password-long = Parol juda uzun. Koʻpi bilan { $max } ta belgi sigʻadi.
fault-password-guessable = Bu parolni topish oson. Oʻzingizga bogʻliq boʻlmagan bir necha soʻzdan boshqasini tuzing.

fault-choice = Roʻyxatdagi javoblardan birini tanlang.
fault-surname-missing = Familiyani yozing.
fault-given-missing = Ismni yozing.
fault-sex-missing = Jinsni tanlang.
fault-birth-missing = Tugʻilgan kunni yozing.
fault-country-missing = Qaysi mamlakatdan qaytganini tanlang.
fault-returned-missing = Qaytgan kunni yozing. Taxminiy boʻlsa ham boʻladi.
fault-consent-missing = Roʻyxatga olish uchun rozilik kerak. Birinchi javobni belgilang.
fault-pin-other-record = Bu PIN shu odamning boshqa yozuvida turibdi va oʻsha yerda qoladi. Maydonni avvalgi holiga qaytaring: barcha yozuvlardagi PINlardan tugʻilgan sana va jinsga mos kelgani koʻrsatiladi. U shu yozuvda turishi kerak boʻlsa, avval yozuvlarni ajrating.
fault-pin-taken = Bu PIN bilan kishi allaqachon roʻyxatga olingan. Raqam sizniki boʻlsa, telefon orqali kiring yoki eng yaqin idoraga murojaat qiling.
fault-file-many = Bu yozuvda fayllar yetarli. Yangisini qoʻshish uchun idoraga murojaat qiling.
fault-erase-unsure = Oʻchirishni chindan xohlashingizni belgilang.
fault-resume-wrong = Tugʻilgan kun toʻgʻri kelmadi. Qaytadan yozing yoki yangi roʻyxatni boshlang.

fault-known-several = Shulardan qaysi biri: { $names }?
fault-known-none = “{ $typed }” roʻyxatda yoʻq. Boshqacha yozib koʻring.
fault-backwards = Tugagan kuni boshlangan kunidan oldin turibdi. Ikkalasini tekshiring.
