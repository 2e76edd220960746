# Messages that leave the service, and the page where a demonstration shows them.

message-no-gateway = Бул кызмат азырынча SMS жөнөтө албайт. Жакынкы кеңсеге келиңиз, адис жардам берет.
message-work = Жол: жумуш боюнча сизге жаңылык бар. Өз баракчаңызга кириңиз же кеңседен сураңыз.
message-seat = Жол: окууда орун бошоп, сизге берилди. Өз баракчаңызга кириңиз же кеңседен сураңыз.
outbox-title = Жөнөтүлгөн билдирүүлөр
outbox-text = Сыноо нускасында билдирүүлөр телефонго барбайт, ушул жерде көрүнөт. Эң жаңысы жогоруда.
outbox-demo = Бул — сыноо нускасы: SMS телефонго келбейт.
outbox-receiver = Кимге
outbox-words = Текст
outbox-made = Убактысы
outbox-empty = Билдирүү азырынча жок.
