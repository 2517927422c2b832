"""Cleaning of typed text: same letters for everybody, nothing invisible."""

import re
import unicodedata
from textwrap import shorten

KEPT_CONTROLS = {"\n", "\t"}


def clean_text(value):
    """NFC text without control, format (bidi, zero-width) or surrogate characters; line ends become \\n."""
    value = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(
        char
        for char in value
        if char in KEPT_CONTROLS or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )


def clean_line(value):
    """`clean_text` on one line, NFKC, single spaces."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", clean_text(value))).strip()


def word_count(value):
    return len(value.split())


def cut_short(value, length):
    """The first words that fit, then an ellipsis, which takes the place of a stop or a comma that stood there."""
    short = shorten(value, length, placeholder="…")
    return re.sub(r"[\s.,;:]+…$", "…", short)
