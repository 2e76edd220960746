# Work that fits
