# Курсы

# The catalogue.
courses-search = Поиск курсов
courses-words = Чему хотите научиться?
courses-distance = Как далеко
courses-only-there = Только здесь
courses-within = до { $km } км
courses-free = Только бесплатные
courses-none = Таких курсов нет. Попробуйте убрать одно из условий.
courses-no-group = Дни ещё не назначены
courses-find = Найти курс

# A course.
course-course = Курс
course-title = Название курса
course-title-hint = Так, как говорят люди. Например: Основы шитья
course-occupation = Профессия
course-occupation-hint = Начните писать и выберите из списка.
course-skills = Чему научатся
course-licences = Какое удостоверение или допуск получат
course-each-line = Каждое с новой строки, названиями из списка.
course-hours = Сколько часов
course-price = Цена
course-price-som = Цена, сом
course-price-hint = Если бесплатно, оставьте пустым.
course-free = Бесплатно
course-language = Язык
course-way = Как проходит
course-way-in-place = На месте
course-way-online = Через интернет
course-way-mixed = На месте и через интернет
course-words = О курсе
course-words-hint = Чему учат, в какие часы, что взять с собой. Не требуйте пола, возраста или национальности.
course-provider = Учебная организация
course-phone = Телефон
course-place = Место
course-address = Адрес
course-address-hint = Улица, дом, кабинет
course-days = Дни
course-begins = Начало
course-starts = Первый день
course-ends = Последний день
course-seats = Мест
course-free-seats = Свободных мест
course-seats-free = Свободных мест: { $n } из { $seats }
course-seats-none = Свободных мест нет. В очереди: { $n }
course-groups = Группы
course-no-group-text = Сейчас на этот курс не принимают. Позвоните в учебную организацию и спросите, когда начнётся следующая группа.
course-enrol = Записаться
course-queue = Встать в очередь
course-enrol-text = Если запишетесь, учебная организация увидит ваше имя, телефон и язык. Отказаться можно в любой момент.
course-enrol-with = Записывайте только со слов человека: учебная организация увидит его имя, телефон и язык.
course-sign-in-text = Чтобы записаться, войдите или зарегистрируйтесь.
course-state = Состояние
course-waiting = Ждёт проверки
course-waiting-text = Будет показан, когда его проверит специалист.
course-open = Открыт
course-refused = Отклонён
course-refused-text = Специалист не пропустил курс. Исправьте, и его проверят снова. Причина:
course-closed = Закрыт

# What officers check.
course-checks = Курсы, ждущие проверки
course-checks-none = Ни один курс не ждёт.
course-described = С какого времени
course-checked = Кто проверил
course-let-through = Пропустить
course-refuse = Отклонить
course-refusal-reason = Причина
course-refusal-hint = Это прочтёт учебная организация. Напишите, что исправить.

# One person and one group.
enrolment-none = Курсов пока нет.
enrolment-waiting = В очереди
enrolment-in-line = Место в очереди: { $n }
enrolment-no-seat = Группа началась, место не освободилось.
enrolment-enrolled = Место есть
enrolment-completed = Курс окончен
enrolment-not-completed = Курс не окончен
enrolment-left = Место освобождено
enrolment-group-closed = Группа закрыта.
enrolment-reason = Слово учебной организации
enrolment-leave = Освободить место
enrolment-leave-text = Место получит тот, кто первый в очереди. Учебная организация больше не будет вас видеть.
enrolment-leave-line = Выйти из очереди
enrolment-leave-line-text = Если встанете снова, очередь начнётся с конца. Учебная организация больше не будет вас видеть.

# The pages of a provider.
teaching-notice = Обратите внимание
teaching-waiting = Пока специалист не проверит вашу организацию, курсы никому не показываются. Готовить их можно уже сейчас.
teaching-hidden = Курсы вашей организации сейчас никому не показываются, и людей вы не видите. Обратитесь в офис.
teaching-new = Добавить курс
teaching-new-text = Курс покажут, когда его проверит специалист. Изменённый курс проверяют снова.
teaching-change = Изменить курс
teaching-courses = Ваши курсы
teaching-none = Курсов пока нет.
teaching-groups = Ваши группы
teaching-no-groups = Групп пока нет.
teaching-taken = { $n } из { $seats }
teaching-new-group = Добавить группу
teaching-close = Закрыть курс
teaching-close-text = Курс больше не показывается. Начатые группы продолжаются.
teaching-people = Люди группы
teaching-nobody = Пока никого нет.
teaching-line = Очередь
teaching-place-in-line = Место
teaching-came = Когда встал в очередь
teaching-end = Завершить группу
teaching-end-text = Курс окончили те, кто был не меньше чем на { $percent } процентах дней. Если для кого-то это не так, сначала напишите причину на его странице.
teaching-cancel-group = Отменить группу
teaching-cancel-group-text = Группа не состоится. Все записанные и вся очередь освобождаются. Позвоните им.
teaching-close-group = Закрыть группу
teaching-close-group-text = В группу больше никого не принимают. Очередь распускается, остальные учатся дальше.
teaching-judge = Окончен ли курс
teaching-judge-text = Заполняйте, только если иначе, чем по правилу посещаемости. Причину прочтёт сам человек.
teaching-judge-state = Ваше слово
teaching-judge-reason = Причина
teaching-judge-hint = Например: 30 дней лежал в больнице, сдал зачёт отдельно.

# Who was there.
attendance-tell = Отметить, кто был
attendance-day = Какой день
attendance-who = Кто был
attendance-days = Отмеченные дни
attendance-present = Посещаемость
attendance-of = { $n } из { $days }

# In the journal of a person.
journal-enrolled = Запись на курс
journal-queued = Место в очереди на курс
journal-moved-up = Из очереди на курс
journal-left-course = Место на курсе освобождено
journal-group-closed = Группа курса закрыта
journal-attendance = Отмечена посещаемость курса
journal-course-ended = Записан итог курса

# What is wrong with something typed.
fault-course-title = Напишите название курса.
fault-course-occupation = Выберите профессию.
fault-course-hours = Напишите число часов от 1 до 3 000.
fault-course-price = Цена не может быть меньше нуля. Если бесплатно, оставьте пустым.
fault-course-seats = Напишите число мест от 1 до 500.
fault-course-long = Краткий курс длится не больше года. Проверьте дни.
fault-course-day = Напишите прошедший или сегодняшний день этой группы.
fault-course-closed = В эту группу больше не принимают. Выберите другую.
fault-course-over = Эта группа уже завершена. Выберите другую.
fault-course-too-early = Пока рано: день этой группы ещё не пришёл.
fault-course-no-days = Сначала отметьте, кто когда был. Без этого неизвестно, кто окончил.
fault-course-provider = Писать о людях можно, когда специалист проверит вашу организацию.
