# Who may see and do what: roles, and the purposes for which a record is opened.

role-returnee = Qaytib kelgan migrant
role-officer = Mutaxassis
role-head-of-office = Idora rahbari
role-employer = Ish beruvchi
role-provider = Taʼlim tashkiloti
role-programme-officer = Dastur mutaxassisi
role-committee-member = Komissiya aʼzosi
role-analyst = Tahlilchi
role-data-protection-officer = Shaxsiy maʼlumotlarni himoya qilish mutaxassisi
role-administrator = Administrator
role-partner = Hamkor tashkilot

purpose-registration = Roʻyxatga olish
purpose-case-support = Qoʻllab-quvvatlash va hamrohlik
purpose-job-matching = Boʻsh ish oʻrinlarini tanlash
purpose-training = Oʻqitish
purpose-finance-programme = Moliyaviy yordam dasturi
purpose-statistics = Statistika
purpose-data-protection = Shaxsiy maʼlumotlarni himoya qilish
purpose-own-data = Oʻz maʼlumotini koʻrish
purpose-administration = Tizimni boshqarish
purpose-exchange = Tashkilotlar bilan maʼlumot almashish
