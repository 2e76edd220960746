# What stands around every page, and the words on its buttons.

shell-name = Jol
shell-description = Chet eldan qaytganlar uchun ish, oʻqish va yordam
shell-skip = Asosiy qismga oʻtish
shell-menu = Menyu
shell-language = Til
shell-home = Bosh sahifa
shell-sign-in = Kirish
shell-sign-out = Chiqish
shell-demo = Bu sinov nusxasi. Bu yerdagi odamlarning hammasi oʻylab topilgan. Haqiqiy maʼlumot kiritmang.
shell-help = Yordam kerakmi? Qoʻngʻiroq qiling: { $phone }

shell-search = Qidirish
shell-back = Orqaga
shell-continue = Davom etish
shell-save = Saqlash
shell-send = Yuborish
shell-change = Oʻzgartirish
shell-add = Qoʻshish
shell-next = Keyingi
shell-yes = Ha
shell-no = Yoʻq
shell-choose = Tanlang
shell-not-given = Koʻrsatilmagan
shell-all = Hammasi

# Stands before the title of a page with errors, and is read aloud before each error.
shell-error-prefix = Xato:
shell-problem = Xato bor
shell-problem-text = Quyidagilarni tuzatib, qaytadan yuboring. Qolgan yozganlaringiz saqlanib turibdi.

shell-nothing-found = Hech narsa topilmadi
shell-found = Topildi: { $n }
