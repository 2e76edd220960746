# Registering a person who came home: the same words for the person and for the officer who helps.

returnee-start-title = Регистрация
returnee-start-text = Зарегистрируйтесь, и мы поможем найти работу, обучение и поддержку. Это бесплатно.
returnee-start-need = Если есть, держите под рукой паспорт или ID-карту и телефон.
returnee-start-save = Каждая страница сохраняется сразу. Можно прерваться и продолжить позже.
returnee-start = Начать

returnee-name-title = Как вас зовут
returnee-surname = Фамилия
returnee-given-name = Имя
returnee-patronymic = Отчество
returnee-name-hint = Пишите так, как в документе.
returnee-patronymic-hint = Если в документе его нет, оставьте пустым.

returnee-sex = Пол
returnee-sex-female = Женский
returnee-sex-male = Мужской

returnee-birth-date = Дата рождения
returnee-day = День
returnee-month = Месяц
returnee-year = Год
returnee-birth-date-hint = Например: 27 3 1990

returnee-pin = Персональный идентификационный номер (ПИН)
returnee-pin-hint = 14 цифр в паспорте или ID-карте. Если не знаете, оставьте пустым.

returnee-phone = Номер телефона
returnee-phone-hint = Например: 0555 123 456. Номер другой страны пишите со знаком + и кодом страны.
returnee-phone-hint-officer = Если телефона нет, оставьте пустым.

returnee-home-title = Где вы сейчас живёте?
returnee-home = Место жительства сейчас
returnee-oblast = Область, город Бишкек или Ош
returnee-rayon = Район или город

returnee-country-title = Из какой страны вы вернулись?
returnee-country = Страна, из которой вернулись
returnee-return-date-title = Когда вы вернулись?
returnee-return-date = Дата возвращения
returnee-return-date-hint = Если не помните точно, укажите примерную дату.

returnee-reasons-title = Почему вы вернулись?
returnee-reasons = Причины возвращения
returnee-reasons-hint = Отметьте всё, что подходит.
returnee-reason-contract-ended = Закончился договор
returnee-reason-family = Семейные обстоятельства
returnee-reason-health = Здоровье
returnee-reason-no-work = Увольнение или не стало работы
returnee-reason-unpaid = Не платили зарплату
returnee-reason-documents = Трудности с документами или запрет на въезд
returnee-reason-wanted-home = Желание вернуться домой
returnee-reason-study = Учёба
returnee-reason-other = Другая причина

returnee-work-abroad-title = Кем вы работали за границей?
returnee-work-abroad = Работа за границей
returnee-work-abroad-hint = Напишите своими словами. Например: сварщик на стройке, повар в кафе.

returnee-education-title = Какое у вас образование?
returnee-education = Образование
returnee-education-hint = Выберите самый высокий уровень.
returnee-education-none = Меньше 9 классов
returnee-education-basic = Основная школа (9 классов)
returnee-education-secondary = Средняя школа (11 классов)
returnee-education-vocational = Профессиональный лицей
returnee-education-secondary-special = Техникум или колледж
returnee-education-unfinished-higher = Незаконченное высшее
returnee-education-higher = Высшее

returnee-intends-title = Собираетесь ли вы снова уехать работать за границу?
returnee-intends = Намерение снова уехать
returnee-intends-yes = Да
returnee-intends-no = Нет
returnee-intends-unsure = Пока не знаю

returnee-message-language-title = На каком языке вы хотите получать сообщения?
returnee-message-language = Язык сообщений

returnee-consent-title = Согласие на хранение и использование данных
returnee-consent-what = Служба «Жол» хранит то, что вы сообщили сами: имя, пол, дату рождения, ПИН, телефон, место жительства, образование, работу за границей, ответы о возвращении и о новом отъезде, ваши файлы.
returnee-consent-holder = Хранит ваши данные и отвечает за них: { $agency }.
returnee-consent-purpose = Это нужно, чтобы помочь вам найти работу, обучение и поддержку. В статистику ответы входят без имени. Для любой другой цели мы спросим вас отдельно.
returnee-consent-who = Ваши данные видят специалисты офиса, где вы живёте, и вышестоящих офисов, специалист по защите данных. Остальные — только с вашего отдельного согласия. Вы можете посмотреть, кто, когда и зачем их открывал.
returnee-consent-withdraw = Если передумаете, можно в любое время отозвать согласие и удалить свои данные: в своей учётной записи или в офисе. За это не наказывают, и другие ваши права сохраняются.
returnee-consent-agree = Даю согласие хранить и использовать мои данные для этой цели
returnee-consent-read-aloud = Текст согласия прочитан вслух, согласие получено

returnee-check-title = Проверьте свои ответы
returnee-check-text = Если всё верно, нажмите кнопку внизу. Если есть ошибка, выберите «Изменить».
returnee-check-submit = Зарегистрироваться
returnee-check-submit-officer = Зарегистрировать

returnee-done-title = Вы зарегистрированы
returnee-done-title-officer = Человек зарегистрирован
returnee-done-number = Регистрационный номер
returnee-done-keep = Запишите этот номер или сделайте снимок экрана.
returnee-done-next-title = Что будет дальше?
returnee-done-next-contact = Специалист может с вами связаться. Можно и не ждать, а прийти в ближайший офис.
returnee-done-next-look = Войдите по коду, который придёт на телефон, чтобы посмотреть и изменить свои данные.
returnee-done-next-move = Если сменится телефон или адрес, сообщите нам.

returnee-progress = Страница { $n } из { $all }
returnee-section-person = О человеке
returnee-section-contact = Контакты
returnee-section-return = Возвращение
returnee-section-work = Работа и образование
returnee-consent-legend = На что вы согласны?
returnee-consent-hint = Первое обязательно. Остальное решаете вы и можете изменить в любое время.
returnee-consent-matching = Даю согласие, чтобы меня предлагали работодателям, если найдётся подходящая работа
returnee-consent-training = Даю согласие передать мои данные учебной организации
returnee-consent-finance = Даю согласие передать мои данные программе финансовой поддержки
returnee-consent-exchange = Даю согласие передать мои данные другим государственным ведомствам
register-resume-title = Начатая регистрация
register-resume-text = С этого телефона начата регистрация. Если она ваша, напишите дату рождения. Если нет, начните новую.
register-resume-anew = Начать новую
