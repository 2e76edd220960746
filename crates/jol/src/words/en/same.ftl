# One person, one record

fault-same-already = These records are one person's already.
fault-same-kept-apart = Two of these records were found to be two people. Decide about that pair first.

journal-joined = Found to be one person with another record
journal-parted = Parted from another record: two people

# The records of one person side by side
same-records-title = Made of { $n } records
same-records-field = Answer
same-records-value = Taken
same-records-from = From record
same-records-said = Said by
same-records-others = In other records
same-said-person = the person
same-said-agency = another agency
same-said-officer = an officer
same-said-since = changed since the records were joined
