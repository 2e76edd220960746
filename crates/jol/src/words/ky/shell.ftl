# What stands around every page, and the words on its buttons.

shell-name = Жол
shell-description = Чет өлкөдөн кайткандарга жумуш, окуу жана колдоо
shell-skip = Негизги мазмунга өтүү
shell-menu = Меню
shell-language = Тил
shell-home = Башкы бет
shell-sign-in = Кирүү
shell-sign-out = Чыгуу
shell-demo = Бул — сыноо нускасы. Мындагы адамдардын баары ойдон чыгарылган. Чыныгы маалымат киргизбеңиз.
shell-help = Жардам керекпи? Чалыңыз: { $phone }

shell-search = Издөө
shell-back = Артка
shell-continue = Улантуу
shell-save = Сактоо
shell-send = Жөнөтүү
shell-change = Өзгөртүү
shell-add = Кошуу
shell-next = Кийинки
shell-yes = Ооба
shell-no = Жок
shell-choose = Тандаңыз
shell-not-given = Көрсөтүлгөн эмес
shell-all = Баары

# Stands before the title of a page with errors, and is read aloud before each error.
shell-error-prefix = Ката:
shell-problem = Ката бар
shell-problem-text = Төмөнкүлөрдү оңдоп, кайра жөнөтүңүз. Калган жазганыңыз сакталып турат.

shell-nothing-found = Эч нерсе табылган жок
shell-found = Табылды: { $n }
