# One person, one record

fault-same-already = Bu yozuvlar allaqachon bitta odamniki deb topilgan.
fault-same-kept-apart = Bu yozuvlarning ikkitasi ikki boshqa odamniki deb topilgan. Avval oʻsha juftlik boʻyicha qaror qabul qiling.

journal-joined = Boshqa yozuv bilan birlashtirildi: bitta odam
journal-parted = Boshqa yozuvdan ajratildi: ikki boshqa odam

# The records of one person side by side
same-records-title = { $n } ta yozuvdan tuzilgan
same-records-field = Savol
same-records-value = Qabul qilingan javob
same-records-from = Qaysi yozuvdan
same-records-said = Kim aytgan
same-records-others = Boshqa yozuvlarda
same-said-person = odamning oʻzi
same-said-agency = boshqa idora
same-said-officer = xodim
same-said-since = yozuvlar birlashtirilgandan keyin oʻzgartirilgan
