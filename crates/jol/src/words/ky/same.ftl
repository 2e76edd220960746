# One person, one record

fault-same-already = Бул жазуулар буга чейин эле бир адамдыкы деп табылган.
fault-same-kept-apart = Бул жазуулардын экөө эки башка адамдыкы деп табылган. Адегенде ошол жуп боюнча чечим кабыл алыңыз.

journal-joined = Башка жазуу менен бириктирилди: бир адам
journal-parted = Башка жазуудан ажыратылды: эки башка адам

# The records of one person side by side
same-records-title = { $n } жазуудан түзүлгөн
same-records-field = Суроо
same-records-value = Кабыл алынган жооп
same-records-from = Кайсы жазуудан
same-records-said = Ким айтты
same-records-others = Башка жазууларда
same-said-person = адамдын өзү
same-said-agency = башка мекеме
same-said-officer = кызматкер
same-said-since = жазуулар бириктирилгенден кийин өзгөртүлгөн
