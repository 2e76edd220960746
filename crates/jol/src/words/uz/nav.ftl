# The places of the service.
nav-me = Mening sahifam
nav-profile = Koʻnikma va tajribam
nav-returnees = Qaytib kelganlar
nav-register = Kishini roʻyxatga olish
nav-erasures = Oʻchirish soʻrovlari
nav-statistics = Statistika
nav-offices = Idoralar
nav-accounts = Hisoblar
nav-privacy = Shaxsiy maʼlumotlar
nav-api = Dasturlar uchun (API)
nav-vacancies = Boʻsh ish oʻrinlari
nav-organisation = Tashkilot
nav-offers = Bizning boʻsh ish oʻrinlari
nav-checks = Tekshirish
nav-work = Ishga yoʻlim
nav-employers = Tashkilotlarga

tab-label = Bu odamning sahifalari
tab-road = Yoʻli
tab-record = Maʼlumotlari
tab-profile = Koʻnikma va tajriba
tab-matches = Mos ish
tab-courses = Kurslari
tab-plan = Reja va qaydlar
tab-work = Ishi va aloqa
tab-candidacies = Ishga yoʻl
tab-journal = Kim koʻrdi
