# Messages that leave the service, and the page where a demonstration shows them.

message-no-gateway = This service cannot send SMS yet. Come to the nearest office and an officer will help you.
message-work = Jol: there is news for you about work. Sign in to your page or ask at the office.
message-seat = Jol: a seat in your course has come free and is yours. Sign in to your page or ask at the office.
outbox-title = Messages sent
outbox-text = In the demonstration messages do not go to a phone but are shown here. The newest is on top.
outbox-demo = This is a demonstration: no SMS comes to the phone.
outbox-receiver = To
outbox-words = Text
outbox-made = Time
outbox-empty = There are no messages yet.
