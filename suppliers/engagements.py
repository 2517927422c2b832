"""What still binds a company by one of its sheets: rooms above say so, in a module `engagements`.

`register(find)`: `find(solution)` returns a sentence that says what is open, "" for nothing. It reads the rows that
were committed; who opens something locks the solution first (FOR NO KEY UPDATE).
"""

FINDERS = []


def register(find):
    FINDERS.append(find)


def open_engagements(solution):
    """The sentences of what is open, in the order of the rooms."""
    return [sentence for sentence in (str(find(solution)) for find in FINDERS) if sentence]
