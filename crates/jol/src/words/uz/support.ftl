# Reja, qaydlar, xabarlar
