"""PDF documents: whole, not locked, and without anything that acts when they are opened.

Names are looked for in the file itself and in its compressed object streams, where they could hide. What would make
that reading uncertain (locked content, an unusual compression of these streams, escaped names) is refused as well.
"""

import re
import zlib

from django.utils.translation import gettext as _

from grandest_portal.core.errors import DomainError
from grandest_portal.core.files.archives import END, END_SIZE, LONGEST_COMMENT, damaged

TAIL = 1024
END_OF_NAME = rb"(?![A-Za-z0-9])"
ACTIVE = re.compile(
    rb"/(?:JavaScript|Launch|EmbeddedFiles?|SubmitForm|ImportData|RichMedia|Rendition|GoToE|XFA)"
    + END_OF_NAME
)
LOCKED = re.compile(rb"/Encrypt" + END_OF_NAME)
ESCAPED = re.compile(rb"/[^\x00-\x20()<>\[\]{}/%]*#[0-9A-Fa-f]{2}[^\x00-\x20()<>\[\]{}/%]*")
PACKED = re.compile(rb"/ObjStm" + END_OF_NAME)
FILTER = re.compile(rb"/Filter\s*(\[[^\]]*\]|/\w+)")
EXPANDED = 50_000_000
MOST_PACKED = 5000
MOST_ESCAPED = 20_000
NEAR = 2000
PIECE = 4096


def is_active():
    return DomainError(
        _(
            "Ce PDF contient un programme, un formulaire actif ou un fichier joint. Imprimez-le « vers un PDF » pour "
            "obtenir un document simple, puis envoyez celui-ci."
        ),
        field="file",
    )


def check_pdf(data):
    if data.rfind(b"%%EOF", max(0, len(data) - TAIL)) < 0 or b"startxref" not in data[-2 * TAIL :]:
        raise damaged()
    if data.rfind(END, max(0, len(data) - END_SIZE - LONGEST_COMMENT)) >= 0:
        raise DomainError(
            _("Ce fichier est à la fois un PDF et une archive. Enregistrez-le de nouveau en PDF."),
            field="file",
        )
    if LOCKED.search(data):
        raise DomainError(
            _("Ce PDF est protégé : il ne peut pas être vérifié. Enregistrez-en une copie sans protection."),
            field="file",
        )
    check_names(data)
    for text in packed_objects(data):
        check_names(text)


def check_names(text):
    if ACTIVE.search(text):
        raise is_active()
    for number, found in enumerate(ESCAPED.finditer(text)):
        if number >= MOST_ESCAPED:
            raise damaged()
        plain = re.sub(rb"#([0-9A-Fa-f]{2})", lambda code: bytes.fromhex(code[1].decode()), found[0])
        if ACTIVE.match(plain) or PACKED.match(plain) or LOCKED.match(plain):
            raise is_active()


def packed_objects(data):
    """The expanded text of each object stream, within limits for the whole file."""
    left = EXPANDED
    for number, found in enumerate(PACKED.finditer(data)):
        start = data.find(b"stream", found.end(), found.end() + NEAR)
        head = data[max(0, data.rfind(b" obj", max(0, found.start() - NEAR), found.start())) : start]
        filters = FILTER.search(head)
        # One plain dictionary: a filter named elsewhere, or a text that imitates the keyword, is not read.
        if b"(" in head or head.count(b"/Filter") != (1 if filters else 0):
            raise damaged()
        if start < 0 or b"/Predictor" in head or (filters and filters[1].strip(b"[ ]") != b"/FlateDecode"):
            raise damaged()
        start += len(b"stream")
        text = expanded(data, start, left) if filters else data[start : start + 1_000_000]
        left -= len(text)
        if left <= 0 or number >= MOST_PACKED:
            raise damaged()
        yield text


def expanded(data, start, most):
    """What the stream at `start` expands to, read piece by piece: where it ends, only the stream itself says."""
    while data[start : start + 1] in {b"\r", b"\n"}:
        start += 1
    reader, parts, length = zlib.decompressobj(), [], 0
    while not reader.eof and length < most and start < len(data):
        try:
            part = reader.decompress(data[start : start + PIECE], most - length)
        except zlib.error:
            raise damaged() from None
        parts.append(part)
        length, start = length + len(part), start + PIECE
    return b"".join(parts)
