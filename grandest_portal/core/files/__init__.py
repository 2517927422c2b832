"""Files that people send: which are accepted, under which name, scanned, stored out of reach, read for their text.

No business word here, and nothing of Django in what `reader.py` imports: it runs alone, in a process of its own.
"""
