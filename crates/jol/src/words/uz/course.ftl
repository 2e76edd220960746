# Kurslar
