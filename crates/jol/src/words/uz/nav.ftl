# The places of the service.
nav-me = Mening sahifam
nav-returnees = Qaytib kelganlar
nav-register = Kishini roʻyxatga olish
nav-erasures = Oʻchirish soʻrovlari
nav-statistics = Statistika
nav-offices = Idoralar
nav-accounts = Hisoblar
nav-privacy = Shaxsiy maʼlumotlar
nav-api = Dasturlar uchun (API)
