"""Cleaning of typed text: same letters for everybody, nothing invisible."""

import re
import unicodedata
from textwrap import shorten

KEPT_CONTROLS = {"\n", "\t"}
# Letters and marks that draw nothing (fillers of Hangul, unseen vowels, joiner of marks, blank of Braille): with them
# a name or a criterion would look empty, and words could be cut where nobody sees it.
UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")


def clean_text(value):
    """NFC text without control, format (bidi, zero-width), surrogate or unseen characters; line ends become \\n."""
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize(
        "NFC", "".join(char for char in value if char in KEPT_CONTROLS or is_seen(char))
    )


def is_seen(char):
    return char not in UNSEEN and unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


def clean_line(value):
    """`clean_text` on one line, NFKC, single spaces."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", clean_text(value))).strip()


def word_count(value):
    return len(value.split())


def cut_short(value, length):
    """The first words that fit, then an ellipsis, which takes the place of a stop or a comma that stood there."""
    short = shorten(value, length, placeholder="…")
    return re.sub(r"[\s.,;:]+…$", "…", short)
