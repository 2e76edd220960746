# The places of the service.
nav-me = Моя страница
nav-profile = Мои умения и опыт
nav-returnees = Вернувшиеся
nav-register = Зарегистрировать человека
nav-erasures = Просьбы об удалении
nav-statistics = Статистика
nav-offices = Офисы
nav-accounts = Учётные записи
nav-privacy = Персональные данные
nav-api = Для программ (API)
nav-vacancies = Вакансии
nav-organisation = Организация
nav-offers = Наши вакансии
nav-checks = Проверка
nav-work = Мой путь к работе
nav-employers = Для организаций

tab-label = Страницы этого человека
tab-road = Путь
tab-record = Запись
tab-profile = Умения и опыт
tab-matches = Подходящая работа
tab-courses = Курсы
tab-plan = План и заметки
tab-work = Работа и встречи
tab-candidacies = Путь к работе
tab-journal = Кто смотрел
