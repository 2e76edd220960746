# Messages that leave the service, and the page where a demonstration shows them.

message-no-gateway = Мы пока не можем отправлять SMS. Приходите в ближайший офис, специалист поможет.
outbox-title = Отправленные сообщения
outbox-text = В демонстрации сообщения не уходят на телефон, а видны здесь. Самое новое сверху.
outbox-demo = Это демонстрация: SMS на телефон не придёт.
outbox-receiver = Кому
outbox-words = Текст
outbox-made = Время
outbox-empty = Сообщений пока нет.
