"""The name under which a file is shown and given back: one line, no path, nothing invisible, not too long."""

import re

from grandest_portal.core.text import clean_line

LONGEST_NAME = 120
FORBIDDEN = re.compile(r'[<>:"|?*]')
# Names that Windows keeps for its devices, whatever follows the dot.
DEVICES = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)", re.IGNORECASE)


def clean_name(raw):
    """`raw` made safe to show and to write on any disk; "document" where nothing is left of it."""
    # Spaces and letters first: some signs only become a slash once normalised.
    name = clean_line(raw[:1000]).replace("\\", "/").rpartition("/")[2]
    name = FORBIDDEN.sub("_", name).lstrip().rstrip(" .")
    stem, dot, extension = name.rpartition(".")
    if not dot:
        stem, extension = name, ""
    stem = DEVICES.sub(r"_\1", stem.strip(" ."))
    extension = extension[:10]
    room = LONGEST_NAME - len(extension) - 1
    stem = stem[:room].rstrip(" .") or "document"
    return f"{stem}.{extension}" if extension else stem


def extension_of(name):
    """The lower-case extension of a clean name, "" when it has none."""
    _stem, dot, extension = name.rpartition(".")
    return extension.lower() if dot else ""
