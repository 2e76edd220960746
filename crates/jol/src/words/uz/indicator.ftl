# Koʻrsatkichlar
