# Import of files
