# One person, one record

fault-same-already = Bu yozuvlar allaqachon bitta odamniki deb topilgan.
fault-same-kept-apart = Bu yozuvlarning ikkitasi ikki boshqa odamniki deb topilgan. Avval oʻsha juftlik boʻyicha qaror qabul qiling.

journal-joined = Boshqa yozuv bilan birlashtirildi: bitta odam
journal-parted = Boshqa yozuvdan ajratildi: ikki boshqa odam
