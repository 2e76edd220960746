# The places of the service.
nav-me = Менин барагым
nav-returnees = Кайтып келгендер
nav-register = Кишини каттоо
nav-erasures = Өчүрүү өтүнүчтөрү
nav-statistics = Статистика
nav-offices = Кеңселер
nav-accounts = Аккаунттар
nav-privacy = Жеке маалыматтар
nav-api = Программалар үчүн (API)
