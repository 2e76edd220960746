# Roʻyxatlar qanday tuziladi
method-title = Ish roʻyxatlari qanday tuziladi
method-lead = Kishi uchun ish oʻrinlari roʻyxati va ish oʻrni uchun kishilar roʻyxati bitta qoida bilan tuziladi, u hamma uchun bir xil. Qoida shu yerda, uni sinab koʻradigan misol ham bor. Roʻyxat faqat taklif: qarorni odamlar qabul qiladi.
method-first = Avval: nima albatta kerak
method-first-text = Ish oʻrni faqat shu sabablardan biri bilan koʻrsatilmaydi. Roʻyxatda qaysi sabab va necha marta ekani aytiladi.
method-first-far = U kishi xohlaganidan uzoqroq.
method-first-wage = Uning oyligi kishi rozi boʻlganidan kam.
method-first-form = U kishi xohlaganidan boshqa ish shakli.
method-first-must = Ish beruvchi profilda yoʻq guvohnoma, til, maʼlumot yoki ishlangan oylarni talab qiladi.
method-first-skill = Koʻnikma yetishmagani uchun hech kim chetda qolmaydi. U aytiladi, uni oʻrgatadigan kurs ham koʻrsatiladi.
method-then = Keyin: qanchasi mos keladi
method-then-text = Qolgani 1000 ballning qanchasi mos kelishiga qarab tartiblanadi. Ballar bitta roʻyxatni tartiblaydi va kishiga qoʻyilgan baho sifatida saqlanmaydi.
method-column-what = Nima hisobga olinadi
method-column-most = Koʻpi bilan ball
method-column-how = Uning qanchasi
method-occupation = Kasb
method-occupation-how = Hammasi, agar shu kasbda ishlangan yoki u xohlangan boʻlsa; toʻrtdan uchi, agar ISCO boʻyicha oʻsha boshlangʻich guruhdagi kasb boʻlsa; yarmi, agar oʻsha kichik guruhdagi kasb boʻlsa.
method-needs = Ish nimani talab qiladi
method-needs-how = Uning bor boʻlgan ulushi. Albatta kerak boʻlgani ikki baravar ogʻir, qisman bori yarim hisoblanadi. Ish hech narsa talab qilmasa, ballning yarmi.
method-near = Ishgacha boʻlgan yoʻl
method-near-how = 10 km gacha hammasi, 30 km gacha toʻrtdan uchi, 100 km gacha yoki yoʻl nomaʼlum boʻlsa yarmi, undan keyin hech narsa.
method-wage = Oylik
method-wage-how = Xohlangandan bir yarim baravar va undan koʻp boʻlsa hammasi, xohlangandan kam boʻlmasa toʻrtdan uchi, ikkisidan biri aytilmagan boʻlsa yarmi.
method-edition = Vaznlarning { $name } nashri, { $day } dan beri amalda.
method-lists = Amaldagi roʻyxatlarda { $occupations } kasb va { $skills } koʻnikma bor; roʻyxatlar versiyasi { $version }.
method-never = Nima hech qachon hisobga olinmaydi
method-never-text = Jins, yosh, kelib chiqish, kishi qaytgan mamlakat, sogʻliq, nogironlik, din va millat. Qoidaga ular berilmaydi, shuning uchun ular hech narsani pasaytira olmaydi.
method-help-text = Kishining hayotini qiyinlashtiradigan narsa unga yordam keltirishi mumkin. U hech qachon hech narsani pasaytirmaydi.
method-can = Siz nima qila olasiz
method-can-correct = Profilingiz va xohishlaringizni tuzating. Roʻyxat darhol yangidan tuziladi.
method-can-ask = Xodimdan soʻrang. U oʻsha roʻyxatni oʻsha sabablari bilan koʻradi va sizni roʻyxatda yoʻq ish oʻrniga taklif qila oladi.
method-can-object = Eʼtiroz bildiring. Ish tanlashga roziligingizni qaytarib olsangiz, ish oʻrinlari uchun kishilarning hech bir roʻyxatida boʻlmaysiz.
method-can-decide = Oʻzingiz hal qiling. Hech bir roʻyxat hech kimga hech narsani rad etmaydi, siz rozi boʻlmaguncha hech bir ish beruvchi sizni koʻrmaydi.
method-try = Sinab koʻring
method-try-text = Ish oʻrinlari oʻylab topilgan, qoida amaldagisi. Siz tanlagan narsa faqat sahifa manzilida turadi va hech qayerda saqlanmaydi.
method-try-show = Nima mos kelishini koʻrsatish
method-not-said = Aytilmagan
method-worked = Shu kasbda ishlagan
method-years = { $n ->
    [0] hali yoʻq, faqat xohlaydi
    [one] { $n } yil
   *[other] { $n } yil
}
method-skill = Koʻnikma
method-skill-2 = Yana bir koʻnikma
method-russian = Rus tili
method-points = 1000 balldan: { $n }
method-file = Dasturlar uchun vaznlar va roʻyxatlar versiyasi (JSON)
