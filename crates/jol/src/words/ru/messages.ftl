# Messages that leave the service, and the page where a demonstration shows them.

message-no-gateway = Мы пока не можем отправлять SMS. Приходите в ближайший офис, специалист поможет.
message-work = Жол: для вас есть новость о работе. Зайдите на свою страницу или спросите в офисе.
message-seat = Жол: на курсе освободилось место, оно ваше. Зайдите на свою страницу или спросите в офисе.
outbox-title = Отправленные сообщения
outbox-text = В демонстрации сообщения не уходят на телефон, а видны здесь. Самое новое сверху.
outbox-demo = Это демонстрация: SMS на телефон не придёт.
outbox-receiver = Кому
outbox-words = Текст
outbox-made = Время
outbox-empty = Сообщений пока нет.
