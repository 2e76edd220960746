# Why a request was not served, and what to do now.

refusal-not-found-title = Sahifa topilmadi
refusal-not-found-text = Manzil toʻgʻri yozilganini tekshiring yoki bosh sahifaga qayting. Havola orqali kelgan boʻlsangiz, u eskirgan boʻlishi mumkin.

refusal-ours-title = Biz tomonda xato yuz berdi
refusal-ours-text = Bu sizning xatoyingiz emas. Birozdan keyin qayta urinib koʻring. Takrorlansa, bizga qoʻngʻiroq qilib, shu raqamni ayting: { $reference }

refusal-forbidden-title = Bunga ruxsatingiz yoʻq
refusal-forbidden-text = Bu amal sizning vazifangizga kirmaydi. Ishingiz uchun kerak boʻlsa, idorangiz rahbariga murojaat qiling.

refusal-too-many-title = Juda koʻp urinish boʻldi
refusal-too-many-text = { $minutes } daqiqa kutib, qayta urinib koʻring.

refusal-resting-title = Hozir oʻzgarishlar qabul qilinmayapti
refusal-resting-text = Maʼlumotlarni koʻrish mumkin, lekin hozircha hech narsa saqlanmaydi. Birozdan keyin qayta yuboring. Avval saqlanganlar joyida.

refusal-sent-title = Bu anketa avval yuborilgan
refusal-sent-text = U boshqa maʼlumotlar bilan saqlangan, shuning uchun ikkinchi yuborish qabul qilinmadi. Saqlanganini ochib, kerak boʻlsa oʻzgartiring.

refusal-expired-title = Anketaning muddati oʻtdi
refusal-expired-text = Sahifa juda uzoq ochiq turgan. Uni qayta oching, javoblaringizni tekshiring va yana bir marta yuboring.

refusal-sign-in-title = Qaytadan kiring
refusal-sign-in-text = Xavfsizlik uchun hisobingizdan chiqarildingiz. Yozganlaringiz saqlanib turibdi: kirgandan keyin davom etasiz.

refusal-changed-title = Bu yozuvni boshqa kishi oʻzgartirdi
refusal-changed-text = Siz ochganingizdan keyin yozuv oʻzgargan. Yangisini koʻrib chiqib, oʻzgartirishingizni qayta kiriting.

refusal-too-large-title = Hajmi juda katta
refusal-too-large-text = Yuborganingiz { $megabytes } MB chegarasidan oshdi. Kichikroq fayl tanlang.

refusal-not-understood-title = Yuborilganni tushunib boʻlmadi
refusal-not-understood-text = Sahifani qayta ochib, yana bir marta urinib koʻring. Takrorlansa, bizga qoʻngʻiroq qiling.

refusal-version-title = Yozuv versiyasi koʻrsatilmagan
refusal-version-text = Oʻzgartirish uchun If-Match satrida yozuv versiyasini (ETag) koʻrsating.
refusal-busy-title = Hozir javob bera olmayapmiz
refusal-busy-text = Bir necha soniya kutib, qaytadan yuboring. Anketa ikki marta kelsa ham, bir marta saqlanadi.
