# Who may see and do what: roles, and the purposes for which a record is opened.

role-returnee = Кайтып келген мигрант
role-officer = Адис
role-head-of-office = Кеңсе жетекчиси
role-employer = Иш берүүчү
role-provider = Окутуучу уюм
role-programme-officer = Программа адиси
role-committee-member = Комиссиянын мүчөсү
role-analyst = Аналитик
role-data-protection-officer = Жеке маалыматтарды коргоо адиси
role-administrator = Администратор
role-partner = Өнөктөш мекеме

purpose-registration = Каттоо
purpose-case-support = Колдоо жана коштоо
purpose-job-matching = Бош жумуш орундарын тандоо
purpose-training = Окутуу
purpose-finance-programme = Каржылык колдоо программасы
purpose-statistics = Статистика
purpose-data-protection = Жеке маалыматтарды коргоо
purpose-own-data = Өз маалыматын көрүү
purpose-administration = Системаны башкаруу
purpose-exchange = Мекемелер менен маалымат алмашуу
