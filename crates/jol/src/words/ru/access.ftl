# Who may see and do what: roles, and the purposes for which a record is opened.

role-returnee = Возвратившийся мигрант
role-officer = Специалист
role-head-of-office = Руководитель офиса
role-employer = Работодатель
role-provider = Учебная организация
role-programme-officer = Специалист программы
role-committee-member = Член комиссии
role-analyst = Аналитик
role-data-protection-officer = Специалист по защите персональных данных
role-administrator = Администратор
role-partner = Партнёрское ведомство

purpose-registration = Регистрация
purpose-case-support = Поддержка и сопровождение
purpose-job-matching = Подбор вакансий
purpose-training = Обучение
purpose-finance-programme = Программа финансовой поддержки
purpose-statistics = Статистика
purpose-data-protection = Защита персональных данных
purpose-own-data = Просмотр своих данных
purpose-administration = Управление системой
purpose-exchange = Обмен данными с ведомствами
