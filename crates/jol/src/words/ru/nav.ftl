# The places of the service.
nav-me = Моя страница
nav-returnees = Вернувшиеся
nav-register = Зарегистрировать человека
nav-erasures = Просьбы об удалении
nav-statistics = Статистика
nav-indicators = Показатели
nav-open-indicators = Открытые показатели
nav-offices = Офисы
nav-accounts = Учётные записи
nav-privacy = Персональные данные
nav-api = Для программ (API)

tab-label = Страницы этого человека
tab-road = Путь
tab-record = Запись
tab-profile = Умения и опыт
tab-matches = Подходящая работа
tab-courses = Курсы
tab-plan = План и заметки
tab-work = Работа и встречи
tab-journal = Кто смотрел
