# The places of the service.
nav-me = Менин барагым
nav-returnees = Кайтып келгендер
nav-register = Кишини каттоо
nav-statistics = Сандар
nav-offices = Кеңселер
nav-accounts = Колдонуучулар
nav-privacy = Жеке маалыматтар
nav-api = Программалар үчүн (API)
