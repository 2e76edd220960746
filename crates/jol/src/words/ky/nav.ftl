# The places of the service.
nav-me = Менин барагым
nav-returnees = Кайтып келгендер
nav-register = Кишини каттоо
nav-erasures = Өчүрүү өтүнүчтөрү
nav-statistics = Статистика
nav-indicators = Көрсөткүчтөр
nav-open-indicators = Ачык көрсөткүчтөр
nav-offices = Кеңселер
nav-accounts = Аккаунттар
nav-privacy = Жеке маалыматтар
nav-api = Программалар үчүн (API)

tab-label = Бул адамдын барактары
tab-road = Жолу
tab-record = Маалыматы
tab-profile = Билими жана тажрыйбасы
tab-matches = Ылайык келген иш
tab-courses = Курстары
tab-plan = План жана жазуулар
tab-work = Иши жана байланышуу
tab-journal = Ким карады
