"""From the files of `data/` to the tables: read, check, compare with what is stored, write the difference."""
