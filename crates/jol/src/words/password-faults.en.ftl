# What is wrong with a new password. The same words stand at the field and in the summary.

fault-password-short = Make the password at least { $min } characters long. A few words in a row are easy to remember.
fault-password-long = Make the password at most { $max } characters long.
fault-password-guessable = This password is easy to guess. Do not use common words, rows of keys, years or your own name. Put together a few words that do not belong together.
