# One person, one record

fault-same-already = Эти записи уже относятся к одному и тому же человеку.
fault-same-kept-apart = Две из этих записей признаны записями двух разных людей. Сначала решите вопрос об этой паре.

journal-joined = Объединено с другой записью: один и тот же человек
journal-parted = Отделено от другой записи: два разных человека

# The records of one person side by side
same-records-title = Составлено из записей: { $n }
same-records-field = Вопрос
same-records-value = Принято
same-records-from = Из записи
same-records-said = Кто сообщил
same-records-others = В других записях
same-said-person = сам человек
same-said-agency = другое ведомство
same-said-officer = сотрудник
same-said-since = изменено после объединения записей
