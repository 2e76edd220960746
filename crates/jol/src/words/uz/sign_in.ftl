# Signing in: staff with a password and a second factor, returnees with a code by SMS.

signin-title = Kirish
signin-returnee = Chet eldan qaytib kelganlar
signin-returnee-hint = Telefoningizga kelgan kod bilan kirasiz. Parol kerak emas.
signin-staff = Xodimlar va hamkorlar
signin-staff-hint = Login va parol bilan kirasiz.

signin-login = Login
signin-password = Parol
signin-password-forgotten = Parolni unutgan boʻlsangiz, administratorga murojaat qiling. U sizga yangisini oʻrnatish imkonini beradi.
signin-wrong = Login yoki parol notoʻgʻri. Harflarni va klaviatura tilini tekshiring.

signin-second-title = Ikkinchi tekshiruv
signin-second-text = Kod beruvchi ilovani ochib, «Jol» uchun koʻrsatilgan kodni yozing.
signin-second-code = Ilovadagi kod
signin-second-code-hint = 6 ta raqam. Kod har 30 soniyada yangilanadi.
signin-second-wrong = Kod toʻgʻri kelmadi. Yangisini kutib, oʻshani yozing. Telefoningiz soati toʻgʻri ekanini tekshiring.
signin-use-recovery = Telefonim yonimda emas
signin-recovery-title = Tiklash kodi
signin-recovery-text = Ikkinchi tekshiruvni oʻrnatganda sizga berilgan kodlardan birini yozing. Har bir kod bir marta ishlaydi.
signin-recovery-code = Tiklash kodi
signin-recovery-wrong = Bu kod notoʻgʻri yoki avval ishlatilgan. Boshqasini yozing.
signin-recovery-left = Qolgan tiklash kodlari: { $n }

signin-setup-title = Ikkinchi tekshiruvni oʻrnatish
signin-setup-text = Parolingizni kimdir bilib qolsa ham, ikkinchi tekshiruv hisobingizni himoya qiladi. Telefoningizga kod beruvchi ilova kerak.
signin-setup-scan = Bu rasmni ilova bilan skanerlang
signin-setup-key = Skanerlay olmasangiz, ilovaga bu kalitni yozing
signin-setup-code = Ilova koʻrsatgan kod
signin-setup-done = Ikkinchi tekshiruv oʻrnatildi
signin-codes-title = Tiklash kodlaringiz
signin-codes-text = Bu kodlarni chop eting yoki koʻchirib oling va boshqalar koʻrmaydigan joyda saqlang. Telefoningiz yoʻqolsa, shular bilan kirasiz. Kodlar ikkinchi marta koʻrsatilmaydi.
signin-codes-kept = Kodlarni saqlab qoʻydim

signin-phone-title = Telefon raqamingiz
signin-phone = Telefon raqami
signin-phone-hint = Roʻyxatdan oʻtganda bergan raqamingiz. Masalan: 0555 123 456
signin-phone-send = Kod yuborish
signin-phone-none = Telefoningiz yoʻqmi yoki raqamingiz oʻzgardimi? Eng yaqin idoraga keling, mutaxassis yordam beradi.

signin-sms-title = SMS orqali kelgan kod
# The same whether the number is known or not, so that nobody can find out who is registered.
signin-sms-text = { $phone } raqami roʻyxatda boʻlsa, unga SMS orqali kod yuborildi.
signin-sms-code = Kod
signin-sms-code-hint = 6 ta raqam
signin-sms-again = Yangi kod yuborish
signin-sms-wrong = Kod notoʻgʻri. SMS xabarini tekshirib, qayta yozing.
signin-sms-expired = Kodning muddati oʻtdi. Yangi kod soʻrang.
signin-sms-wait = Kod bir necha marta yuborildi. Yangisini { $minutes } daqiqadan keyin soʻrashingiz mumkin.
# The text of the SMS itself. It fits into one message of 70 letters.
signin-sms-message = Jol: kodingiz { $code }. Uni hech kimga aytmang.

signin-wait = Juda koʻp marta notoʻgʻri yozildi. { $minutes } daqiqa kutib, qayta urinib koʻring.
signin-signed-out = Siz chiqdingiz
signin-first = Bu sahifani koʻrish uchun avval kiring

signin-by-phone = Telefon orqali kirish
signin-show = Koʻrsatish
signin-hide = Yashirish
signin-demo-code = Namoyish nusxasida ilova kerak emas. Hozirgi kod: { $code }
signin-signed-out-text = Bu qurilmada hisobingiz endi ochiq emas.
signin-kept-title = Yozganlaringiz saqlanib qoldi
signin-kept-text = Siz qayta kirdingiz. Hammasini yana yozish shart emas: tugmani bosib yuboring. Fayl biriktirgan boʻlsangiz, uni yana tanlang.
signin-who-title = Bu sizmisiz?
signin-who-text = Raqam sizda ekanini koʻrdik. Bitta raqamdan bir necha kishi foydalanishi mumkin, shuning uchun tugʻilgan kuningizni ham yozing.
signin-who-wrong = Bu kun bizdagi maʼlumotga mos kelmadi. Tekshirib, qayta yozing. Raqam avval boshqa odamniki boʻlsa yoki tugʻilgan kuningiz yozilmagan boʻlsa, eng yaqin idoraga keling.
signin-who-several = Bu raqam va tugʻilgan kunga bittadan ortiq yozuv mos keladi. Eng yaqin idoraga keling, mutaxassis qaysi biri sizniki ekanini aniqlaydi.
signin-who-too-often = Kun juda koʻp marta notoʻgʻri yozildi. Ertaga urinib koʻring yoki eng yaqin idoraga keling, mutaxassis yordam beradi.
signin-who-other-title = Hali roʻyxatdan oʻtmaganmisiz?
signin-who-other-text = Bu raqam bilan oilangizdan boshqa kishi roʻyxatdan oʻtgan boʻlsa, siz ham shu raqam bilan roʻyxatdan oʻtishingiz mumkin.
signin-who-other = Men hali roʻyxatdan oʻtmaganman
