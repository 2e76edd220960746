# Умения, опыт и пожелания

# The lines
profile-kind-work = Опыт работы
profile-kind-study = Образование
profile-kind-skill = Умения
profile-kind-language = Языки
profile-kind-licence = Удостоверения и допуски
profile-kind-resource = Что поможет
profile-kind-barrier = Что мешает
profile-add-work = Добавить работу
profile-add-study = Добавить учёбу
profile-add-skill = Добавить умение
profile-add-language = Добавить язык
profile-add-licence = Добавить удостоверение или допуск
profile-add-resource = Добавить, что поможет
profile-add-barrier = Добавить, что мешает
profile-change-line = Изменить
profile-none = Пока ничего не записано.
profile-help = Что помогает и что мешает
profile-kindly = На это можно не отвечать. По ответам офис подбирает помощь. Работодатель их не видит.
profile-stale = Пока вы писали, это изменил кто-то другой. То, что вы написали, показано ниже, но не сохранено. Если всё верно, сохраните ещё раз.
profile-remove = Убрать
profile-remove-title = Убрать это?
profile-since = { $month } – по настоящее время
profile-until = по { $month }
profile-finished = год окончания: { $year }
profile-valid = действует до { $day }

# How sure a line is
profile-check = Проверить
profile-check-again = Это проверено. Если вы что-то измените, понадобится новая проверка.
profile-evidence = Насколько это точно
profile-evidence-hint = Отмечайте только то, что видели сами. Ваше имя и день сохраняются.
profile-evidence-said = Со слов, не проверено
profile-evidence-seen = Документ видел специалист
profile-evidence-tested = Проверено испытанием
profile-evidence-certified = Подтверждено сертификатом
profile-evidence-recognised = Признано за рубежом или экспертом
profile-recognised-by = Кто признал и в какой стране
profile-recognised-hint = Например: Министерство образования, Кыргызстан. Заполните, если признано.
profile-found = Что выяснилось
profile-found-text = Если в документе или по проверке не то, что в строке, выберите здесь. Останутся обе строки, учитывается проверенная.
profile-ageing = Стареет
profile-old = Давно
profile-ran-out = срок истёк { $day }
profile-runs-out = срок истекает { $day }
profile-tested-on = проверено { $day }
profile-used-until = применялось в последний раз, насколько известно, до { $day }
profile-conflict = Расходится
profile-conflict-line = Другая строка говорит: { $other }.
profile-conflict-place = В то же время указана работа в другой стране: { $other }.
profile-conflict-told = При регистрации было сказано: { $other }.
profile-counts-this = Эта строка надёжнее, она учитывается.
profile-counts-other = Другая надёжнее, учитывается она.
profile-counts-both = Ни одна не надёжнее, учитываются обе.

# How well a language is known, after the European frame
profile-fluency-a1 = Отдельные слова и простые фразы
profile-fluency-a2 = Простой разговор
profile-fluency-b1 = Общение в быту и на работе
profile-fluency-b2 = Свободный разговор
profile-fluency-c1 = Очень хорошо говорит и пишет
profile-fluency-c2 = В совершенстве
profile-fluency-native = Родной язык

# What was told at registration
profile-told = Рассказано при регистрации
profile-told-text = Если это верно, добавьте. Писать ещё раз не нужно.
profile-told-add = Добавить это
profile-told-leave-out = Не добавлять

# Work in own words
profile-words-link = Рассказать о работе своими словами
profile-words-ask = Какая это была работа?
profile-words-hint = Например: три года варил трубы в Сургуте. На любом языке, по одной работе, не больше 200 знаков.
profile-words-kept = Несколько из этих слов могут остаться без имени, чтобы лучше понимать других. Они удаляются вместе с данными этого человека.
profile-words-find = Найти работу
profile-words-added = Записано: { $title }.
profile-words-more = Добавить страну и время
guess-which = Это одно из этого?
guess-which-text = Нажмите на то, что верно.
guess-unsure = Мы не уверены. Может быть, это что-то из этого.
guess-nothing = Мы не поняли, какая это работа. Напишите другими словами или найдите её в списке.
guess-very-likely = Скорее всего
guess-likely = Вероятно
guess-perhaps = Может быть
guess-rests = Понято по словам: { $words }
guess-this = Да, это
guess-none = Ничего из этого: найти в списке
guess-one-of = Что именно из этого?

# Questions about a line
profile-ask-occupation = Профессия
profile-ask-occupation-hint = Начните писать название и выберите из списка. Если в списке нет, оставьте пустым и напишите ниже своими словами.
profile-ask-work-words = Чем занимались
profile-ask-work-words-hint = Например: сварка труб в многоэтажных домах
profile-ask-country = Страна
profile-ask-began = Когда началось
profile-ask-ended = Когда закончилось
profile-ask-day-hint = Если не помните точно, напишите примерную дату.
profile-ask-ended-hint = Если работа продолжается, оставьте пустым.
profile-ask-level = Уровень
profile-ask-study-words = Что и где изучалось
profile-ask-study-words-hint = Например: электрик, Ош, лицей №10
profile-ask-finished = Когда закончена учёба
profile-ask-skill = Умение
profile-ask-skill-hint = Напишите одно-два слова. Если в списке нет, оставьте пустым и напишите ниже.
profile-skills-of-work = Умения по работе
profile-skills-hint = Отметьте только то, что получается.
profile-ask-more = Своими словами
profile-ask-language = Язык
profile-ask-fluency = Насколько хорошо
profile-ask-licence = Удостоверение или допуск
profile-ask-valid = Действует до
profile-ask-valid-hint = Если срока нет, оставьте пустым.
profile-ask-resource = Что может помочь?
profile-ask-barrier = Что мешает?

# What is wanted
wish-title = Желаемая работа
wish-change = Записать или изменить пожелания
wish-text = По этим ответам подбираются вакансии. Вопрос без ответа ничего не ограничивает.
wish-occupations = Какая работа
wish-occupations-hint = До пяти профессий, каждая на своей строке. Самая желанная – первой.
wish-place = Откуда добираться
wish-place-hint = Если не выбрать, это место, где человек живёт.
wish-km = На сколько километров
wish-km-hint = Если пусто, подходит вся страна.
wish-wage = Не меньше сомов в месяц
wish-wage-hint = Работа с меньшей оплатой не предлагается.
wish-forms = Форма работы
wish-forms-hint = Отметьте всё, что подходит. Если ничего не отмечено, подходит любая.
wish-self-employment = Хочет ли работать на себя
wish-from = Когда может начать

# The CV
cv-title = Резюме
cv-wants = Желаемая работа
cv-phone-show = Добавить номер телефона
cv-phone-hide = Убрать номер телефона
cv-file = Файл для других сайтов (JSON)
cv-note = Составлено { $day } в службе «Жол». То, что без отметки, записано со слов человека и не проверялось.

# The journal
journal-added-line = Добавлено в умения и опыт
journal-changed-line = Изменено в умениях и опыте
journal-removed-line = Убрано из умений и опыта
journal-left-out-line = Рассказанное при регистрации не добавлено
journal-checked-line = Умения и опыт проверены
journal-changed-wish = Изменены пожелания о работе
journal-seen-cv = Открыто резюме

# What is wrong
fault-item-missing = Напишите это или выберите.
fault-item-level = Выберите, насколько хорошо известен язык.
fault-recognised-by = Укажите, кто признал и в какой стране.
fault-guess-gone = Этой работы больше нет в списке. Выберите ещё раз.
fault-item-twice = Это уже записано. Если нужно, измените ту запись.
fault-item-many = Больше записать нельзя. Уберите лишнее.
fault-wish-many = Не больше { $max } профессий.
fault-wish-distance = Напишите километры числом от 1 до 1000.
fault-wish-wage = Зарплата должна быть больше нуля и меньше десяти миллионов сомов.
