"""Looking into a ZIP without unpacking it: only its table of contents is read, and no further than the limits.

Office documents are ZIP archives. A bomb announces itself in the table, or the table lies about the archive: both
are refused before a single member is expanded.
"""

import struct
import zlib
from dataclasses import dataclass

from django.utils.translation import gettext as _

from grandest_portal.core.errors import DomainError

END = b"PK\x05\x06"
END_SIZE = 22
LONGEST_COMMENT = 65_535
ENTRY = struct.Struct("<4s6H3L5H2L")
LOCAL = struct.Struct("<4s5H3L2H")
STORED, DEFLATED = 0, 8
ENCRYPTED = 1
PROGRAMS = (
    *(".exe", ".dll", ".com", ".scr", ".msi", ".bat", ".cmd", ".ps1", ".lnk", ".jar", ".sh"),
    *(".vbs", ".vbe", ".js", ".jse", ".wsf", ".hta", ".html", ".htm", ".svg"),
)


@dataclass(frozen=True)
class Member:
    name: str
    size: int
    packed: int
    offset: int
    method: int
    encrypted: bool


def damaged():
    return DomainError(
        _(
            "Ce fichier est abîmé ou incomplet. Ouvrez-le dans votre logiciel, enregistrez-le de nouveau, "
            "puis envoyez-le."
        ),
        field="file",
    )


def too_big_inside():
    return DomainError(
        _(
            "Une fois ouvert, ce fichier serait trop volumineux. Retirez-en des images ou des feuilles, ou "
            "partagez-le en plusieurs fichiers."
        ),
        field="file",
    )


def table_of(data):
    """(number of members, offset, end) of the table of contents; the archive must begin and end with the file."""
    position = data.rfind(END, max(0, len(data) - END_SIZE - LONGEST_COMMENT))
    if position < 0 or len(data) - position < END_SIZE:
        raise damaged()
    disk, first, here, total, size, offset, comment = struct.unpack_from("<4H2LH", data, position + 4)
    alone = disk == first == 0 and here == total
    whole = position + END_SIZE + comment == len(data) and offset + size == position
    if not (alone and whole):
        raise damaged()
    return total, offset, position


def members_of(data, limits):
    """The members of the archive by name, within `limits`; a DomainError otherwise."""
    total, position, end = table_of(data)
    if total > limits.members:
        raise too_big_inside()
    found, expanded = {}, 0
    for _number in range(total):
        member, position = member_at(data, position, end)
        expanded += member.size
        if expanded > limits.expanded_bytes or expanded > limits.ratio * len(data):
            raise too_big_inside()
        if member.name in found:
            raise damaged()
        found[member.name] = member
    if position != end or not found:
        raise damaged()
    check_places(data, found.values())
    check_names(found)
    return found


def member_at(data, position, end):
    """(Member, position of the next one) of the entry of the table at `position`."""
    if position + ENTRY.size > end:
        raise damaged()
    fields = ENTRY.unpack_from(data, position)
    signature, flags, method = fields[0], fields[3], fields[4]
    packed, size = fields[8], fields[9]
    length, extra, comment, offset = fields[10], fields[11], fields[12], fields[16]
    start = position + ENTRY.size
    following = start + length + extra + comment
    if signature != b"PK\x01\x02" or following > end or method not in {STORED, DEFLATED}:
        raise damaged()
    name = data[start : start + length].decode("utf-8", errors="replace")
    return Member(name, size, packed, offset, method, bool(flags & ENCRYPTED)), following


def check_places(data, members):
    """No two members share bytes, the first stands at the beginning, and each is called there as in the table."""
    free = 0
    for member in sorted(members, key=lambda each: each.offset):
        if member.offset < free or (free == 0 and member.offset != 0):
            raise damaged()
        if content_start(data, member) + member.packed > len(data):
            raise damaged()
        free = content_start(data, member) + member.packed


def content_start(data, member):
    if member.offset + LOCAL.size > len(data):
        raise damaged()
    fields = LOCAL.unpack_from(data, member.offset)
    start = member.offset + LOCAL.size
    name = data[start : start + fields[9]].decode("utf-8", errors="replace")
    if fields[0] != b"PK\x03\x04" or name != member.name:
        raise damaged()
    return start + fields[9] + fields[10]


def check_names(found):
    for name, member in found.items():
        if member.encrypted:
            raise DomainError(
                _(
                    "Ce fichier est protégé par un mot de passe : il ne peut pas être vérifié. Retirez le mot de passe."
                ),
                field="file",
            )
        if name.startswith("/") or "\\" in name or ".." in name.split("/"):
            raise damaged()
        if name.lower().endswith(PROGRAMS):
            raise DomainError(
                _("Ce fichier en contient un autre qui est un programme ou une page web. Retirez-le."),
                field="file",
            )


def content_of(data, member, most=1_000_000):
    """The first `most` bytes of a member, expanded."""
    start = content_start(data, member)
    packed = data[start : start + member.packed]
    if member.method == STORED:
        return packed[:most]
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, most)
    except zlib.error:
        raise damaged() from None
