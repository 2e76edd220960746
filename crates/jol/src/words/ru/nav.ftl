# The places of the service.
nav-me = Моя страница
nav-returnees = Вернувшиеся
nav-register = Зарегистрировать человека
nav-erasures = Просьбы об удалении
nav-statistics = Статистика
nav-offices = Офисы
nav-accounts = Учётные записи
nav-privacy = Персональные данные
nav-api = Для программ (API)
