# The places of the service.
nav-me = Mening sahifam
nav-returnees = Qaytib kelganlar
nav-register = Kishini roʻyxatga olish
nav-erasures = Oʻchirish soʻrovlari
nav-statistics = Statistika
nav-indicators = Koʻrsatkichlar
nav-open-indicators = Ochiq koʻrsatkichlar
nav-offices = Idoralar
nav-accounts = Hisoblar
nav-privacy = Shaxsiy maʼlumotlar
nav-api = Dasturlar uchun (API)

tab-label = Bu odamning sahifalari
tab-road = Yoʻli
tab-record = Maʼlumotlari
tab-profile = Koʻnikma va tajriba
tab-matches = Mos ish
tab-courses = Kurslari
tab-plan = Reja va qaydlar
tab-work = Ishi va aloqa
tab-journal = Kim koʻrdi
