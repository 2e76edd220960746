# The places of the service.
nav-me = Mening sahifam
nav-returnees = Qaytganlar
nav-register = Odamni roʻyxatga olish
nav-statistics = Raqamlar
nav-offices = Idoralar
nav-accounts = Hisoblar
nav-privacy = Shaxsiy maʼlumotlar
nav-api = Dasturlar uchun (API)
