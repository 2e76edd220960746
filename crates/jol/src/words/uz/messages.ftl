# Messages that leave the service, and the page where a demonstration shows them.

message-no-gateway = Bu xizmat hozircha SMS yubora olmaydi. Eng yaqin idoraga keling, mutaxassis yordam beradi.
message-work = Jol: ish boʻyicha sizga yangilik bor. Oʻz sahifangizga kiring yoki idoradan soʻrang.
message-seat = Jol: kursda joy boʻshab, sizga berildi. Oʻz sahifangizga kiring yoki idoradan soʻrang.
outbox-title = Yuborilgan xabarlar
outbox-text = Sinov nusxasida xabarlar telefonga bormaydi, shu yerda koʻrinadi. Eng yangisi yuqorida.
outbox-demo = Bu sinov nusxasi: SMS telefonga kelmaydi.
outbox-receiver = Kimga
outbox-words = Matn
outbox-made = Vaqti
outbox-empty = Hozircha xabar yoʻq.
