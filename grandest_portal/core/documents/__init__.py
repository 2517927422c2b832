"""Documents to read, print and keep: a plain shape, written as DOCX or as tagged PDF by a process of its own."""
