# Koʻnikmalar, tajriba va istaklar
