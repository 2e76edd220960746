# The places of the service.
nav-me = Менин барагым
nav-profile = Билимим жана тажрыйбам
nav-returnees = Кайтып келгендер
nav-register = Кишини каттоо
nav-erasures = Өчүрүү өтүнүчтөрү
nav-statistics = Статистика
nav-offices = Кеңселер
nav-accounts = Аккаунттар
nav-privacy = Жеке маалыматтар
nav-api = Программалар үчүн (API)
nav-vacancies = Бош жумуш орундары
nav-organisation = Уюм
nav-offers = Биздин бош жумуш орундары
nav-checks = Текшерүү
nav-work = Жумушка жолум
nav-employers = Уюмдарга

tab-label = Бул адамдын барактары
tab-road = Жолу
tab-record = Маалыматы
tab-profile = Билими жана тажрыйбасы
tab-matches = Ылайык келген иш
tab-courses = Курстары
tab-plan = План жана жазуулар
tab-work = Иши жана байланышуу
tab-candidacies = Жумушка жол
tab-journal = Ким карады
