# One person, one record
