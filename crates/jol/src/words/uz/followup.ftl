# Ish davrlari va kuzatuv
