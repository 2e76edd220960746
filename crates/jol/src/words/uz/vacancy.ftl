# Ish beruvchilar va boʻsh ish oʻrinlari
