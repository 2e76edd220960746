# Mos keladigan ish
