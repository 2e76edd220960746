# What stands around every page, and the words on its buttons.

shell-name = Жол
shell-description = Работа, обучение и поддержка для тех, кто вернулся из-за границы
shell-skip = Перейти к основному содержанию
shell-menu = Меню
shell-language = Язык
shell-home = Главная
shell-sign-in = Войти
shell-sign-out = Выйти
shell-demo = Это демонстрационная версия. Все люди здесь вымышлены. Не вводите настоящие данные.
shell-help = Нужна помощь? Позвоните: { $phone }

shell-search = Поиск
shell-back = Назад
shell-continue = Продолжить
shell-save = Сохранить
shell-send = Отправить
shell-change = Изменить
shell-add = Добавить
shell-next = Дальше
shell-yes = Да
shell-no = Нет
shell-choose = Выберите
shell-not-given = Не указано
shell-all = Все

# Stands before the title of a page with errors, and is read aloud before each error.
shell-error-prefix = Ошибка:
shell-problem = Есть ошибка
shell-problem-text = Исправьте отмеченное и отправьте ещё раз. Остальное, что вы ввели, сохранилось.

shell-nothing-found = Ничего не найдено
shell-found = { $n ->
    [one] Найдена { $n } запись
    [few] Найдены { $n } записи
    [many] Найдено { $n } записей
   *[other] Найдено { $n } записи
}
