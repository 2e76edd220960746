# What is wrong with something a person typed, and what to write instead.

fault-text-missing = Заполните это поле.
fault-text-too-long = { $max ->
    [one] Слишком длинно. Помещается не больше { $max } знака.
    [few] Слишком длинно. Помещается не больше { $max } знаков.
    [many] Слишком длинно. Помещается не больше { $max } знаков.
   *[other] Слишком длинно. Помещается не больше { $max } знака.
}
fault-text-invisible = В тексте есть невидимый знак ({ $code }). Не копируйте, а наберите текст заново.
fault-text-garbled = Текст пришёл повреждённым. Наберите его заново, а файл сохраните в кодировке UTF-8.

fault-day-missing = Укажите день, месяц и год.
fault-day-without-day = Укажите день месяца.
fault-day-without-month = Укажите месяц.
fault-day-without-year = Укажите год.
fault-day-not-a-day = Такого дня нет в календаре. Проверьте день, месяц и год.
fault-day-year = Напишите год четырьмя цифрами, например 1990. Вы написали «{ $typed }».
fault-day-future = Этот день ещё не наступил. Сегодня { $today }.
fault-day-too-early = Дата слишком ранняя. Укажите { $earliest } или более поздний день.

fault-phone-missing = Укажите номер телефона.
fault-phone-character = В номере телефона не может быть «{ $letter }». Пишите только цифры.
fault-phone-no-country-code = Начните номер со знака + и кода страны, например +996 555 123 456.
fault-phone-country-code = Код страны не начинается с 0. Проверьте цифры после знака +.
# The count after a code may be a range, so it stands after a colon and needs no plural.
fault-phone-length = После { $code } должно быть цифр: { $expected }. Вы написали: { $digits }.
fault-phone-total = { $digits ->
    [one] В номере от 8 до 15 цифр. Вы написали { $digits } цифру.
    [few] В номере от 8 до 15 цифр. Вы написали { $digits } цифры.
    [many] В номере от 8 до 15 цифр. Вы написали { $digits } цифр.
   *[other] В номере от 8 до 15 цифр. Вы написали { $digits } цифры.
}
fault-phone-first-digit = После { $code } номер не начинается с { $digit }. Проверьте номер.

fault-pin-length = { $digits ->
    [one] ПИН состоит из 14 цифр. Вы написали { $digits } цифру.
    [few] ПИН состоит из 14 цифр. Вы написали { $digits } цифры.
    [many] ПИН состоит из 14 цифр. Вы написали { $digits } цифр.
   *[other] ПИН состоит из 14 цифр. Вы написали { $digits } цифры.
}
fault-pin-character = В ПИН не может быть «{ $letter }». Пишите только цифры.
fault-pin-organisation = Это номер организации. ПИН человека начинается с 1 или 2.
fault-pin-first-digit = ПИН начинается с 1 или 2. Проверьте по документу.
fault-pin-date = Цифры ПИН со 2-й по 9-ю — дата рождения, но такой даты нет. Проверьте по документу.
# Warnings: the form is taken all the same.
fault-pin-sex-differs = По ПИН пол другой. Проверьте и то и другое по документу.
fault-pin-birth-day-differs = По ПИН дата рождения другая. Проверьте и то и другое по документу.

fault-language-unknown = Выберите кыргызский, русский, узбекский или английский язык.
fault-sex-unknown = Выберите пол.

fault-name-digit = В имени не бывает цифры { $digit }. Пишите буквами.
fault-name-character = В имени не бывает «{ $letter }». Напишите так, как в документе.
fault-name-no-letter = В имени должна быть хотя бы одна буква.
fault-name-mixed-scripts = В слове «{ $word }» буква «{ $letter }» из другого алфавита. Проверьте язык клавиатуры и наберите слово заново.

fault-country-unknown = Такой страны нет в списке. Выберите из списка.

fault-territory-missing = Выберите область, район или город.
fault-territory-code = Код территории состоит из 14 цифр. Проверьте код.
fault-territory-unknown = Такой территории нет. Выберите из списка.

fault-money-missing = Укажите сумму.
fault-money-character = В сумме не может быть «{ $letter }». Напишите сомы цифрами, например 1234,50.
fault-money-unclear = Сумму можно прочитать по-разному. Напишите тыйыны двумя цифрами после запятой, например 1234,50.
fault-money-too-much = Сумма слишком большая. Проверьте нули.
