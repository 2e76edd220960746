# Fayldan yuklash
