time-today = бүгүн
time-yesterday = кечээ
time-tomorrow = эртең
time-days-ago = { $n } күн мурун
time-in-days = { $n } күндөн кийин
