"""Typed words and stored names brought to the same letters: the Python twin of the `search_name` columns."""

import re
import unicodedata

LONGEST_TEXT = 200
MOST_WORDS = 8
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})


def plain(text):
    """`text` in lower case, without accent, its words of a-z and 0-9 separated by one space."""
    lowered = text.lower().translate(LIGATURES)
    bare = "".join(char for char in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(char))
    return re.sub(r"[^a-z0-9]+", " ", bare).strip()


def plain_words(text):
    """The first words of a search box, bounded in number and length so that no query grows without limit."""
    return plain(text[:LONGEST_TEXT]).split()[:MOST_WORDS]
