# One person, one record

fault-same-already = These records are one person's already.
fault-same-kept-apart = Two of these records were found to be two people. Decide about that pair first.

journal-joined = Found to be one person with another record
journal-parted = Parted from another record: two people
