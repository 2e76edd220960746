# Signing in: staff with a password and a second factor, returnees with a code by SMS.

signin-title = Вход
signin-returnee = Вернувшиеся из-за границы
signin-returnee-hint = Вы войдёте по коду, который придёт на телефон. Пароль не нужен.
signin-staff = Сотрудники и партнёры
signin-staff-hint = Вы войдёте с логином и паролем.

signin-staff-title = Логин и пароль
signin-login = Логин
signin-password = Пароль
signin-password-forgotten = Если вы забыли пароль, обратитесь к администратору. Он даст возможность задать новый.
signin-wrong = Неверный логин или пароль. Проверьте буквы и язык клавиатуры.

signin-second-title = Вторая проверка
signin-second-text = Откройте приложение для кодов и введите код, указанный для «Жол».
signin-second-code = Код из приложения
signin-second-code-hint = 6 цифр. Код меняется каждые 30 секунд.
signin-second-wrong = Код не подошёл. Дождитесь нового и введите его. Проверьте, верно ли идут часы на телефоне.
signin-use-recovery = Телефона нет под рукой
signin-recovery-title = Код восстановления
signin-recovery-text = Введите один из кодов, которые вы получили при настройке второй проверки. Каждый код действует один раз.
signin-recovery-code = Код восстановления
signin-recovery-wrong = Этот код неверен или уже использован. Введите другой.
signin-recovery-left = { $n ->
    [one] Остался { $n } код восстановления
    [few] Осталось { $n } кода восстановления
    [many] Осталось { $n } кодов восстановления
   *[other] Осталось { $n } кода восстановления
}

signin-setup-title = Настройка второй проверки
signin-setup-text = Вторая проверка защитит вашу учётную запись, даже если кто-то узнает пароль. На телефоне понадобится приложение для кодов.
signin-setup-scan = Отсканируйте это изображение приложением
signin-setup-key = Если сканировать не получается, введите в приложение этот ключ
signin-setup-code = Код, который показало приложение
signin-setup-done = Вторая проверка настроена
signin-codes-title = Ваши коды восстановления
signin-codes-text = Распечатайте или перепишите эти коды и храните там, где их не увидят другие. С ними вы войдёте, если потеряете телефон. Второй раз коды не показываются.
signin-codes-kept = Коды сохранены

signin-phone-title = Ваш номер телефона
signin-phone = Номер телефона
signin-phone-hint = Номер, который вы указали при регистрации. Например: 0555 123 456
signin-phone-send = Получить код
signin-phone-none = Нет телефона или номер сменился? Приходите в ближайший офис, специалист поможет.

signin-sms-title = Код из SMS
# The same whether the number is known or not, so that nobody can find out who is registered.
signin-sms-text = Если номер { $phone } зарегистрирован, на него отправлен код по SMS.
signin-sms-code = Код
signin-sms-code-hint = 6 цифр
signin-sms-again = Отправить новый код
signin-sms-wrong = Код неверный. Проверьте SMS и введите ещё раз.
signin-sms-expired = Срок действия кода истёк. Запросите новый.
signin-sms-wait = { $seconds ->
    [one] Новый код можно запросить через { $seconds } секунду.
    [few] Новый код можно запросить через { $seconds } секунды.
    [many] Новый код можно запросить через { $seconds } секунд.
   *[other] Новый код можно запросить через { $seconds } секунды.
}
# The text of the SMS itself. It fits into one message of 70 letters.
signin-sms-message = Жол: ваш код { $code }. Никому его не сообщайте.

signin-wait = { $minutes ->
    [one] Слишком много неверных попыток. Подождите { $minutes } минуту и попробуйте ещё раз.
    [few] Слишком много неверных попыток. Подождите { $minutes } минуты и попробуйте ещё раз.
    [many] Слишком много неверных попыток. Подождите { $minutes } минут и попробуйте ещё раз.
   *[other] Слишком много неверных попыток. Подождите { $minutes } минуты и попробуйте ещё раз.
}
signin-signed-out = Вы вышли
signin-first = Чтобы увидеть эту страницу, сначала войдите
