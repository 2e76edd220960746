time-today = bugun
time-yesterday = kecha
time-tomorrow = ertaga
time-days-ago = { $n } kun oldin
time-in-days = { $n } kundan keyin
