"""What a file is, by its content and by its name; both must agree on a kind of the list."""

from dataclasses import dataclass

import puremagic
from django.utils.translation import gettext as _

from grandest_portal.core.errors import DomainError
from grandest_portal.core.files.kinds import BY_EXTENSION, FileKind
from grandest_portal.core.files.names import clean_name, extension_of
from grandest_portal.core.files.office import check_office, has_macros, other_format
from grandest_portal.core.files.pdf import check_pdf
from grandest_portal.core.files.pictures import redrawn

FAMILIES = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "office"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
)
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WITH_MACROS = frozenset({"docm", "dotm", "xlsm", "xltm", "xlam", "pptm", "potm", "ppsm", "xlsb"})


@dataclass(frozen=True)
class Limits:
    """What is in force today: sizes in bytes, pixels of a picture, members of an archive and what they expand to."""

    bytes: int
    pixels: int
    members: int
    expanded_bytes: int
    ratio: int


@dataclass(frozen=True)
class Examined:
    """A file that may be kept: its clean name, its kind, and the bytes to store."""

    name: str
    kind: FileKind
    content: bytes


def refused(sentence):
    return DomainError(sentence, field="file")


def too_heavy(limit):
    return refused(
        _(
            "Ce fichier dépasse %(limit)d Mo. Réduisez-le (images moins grandes, export en PDF), puis renvoyez-le."
        )
        % {"limit": limit // 1_000_000}
    )


def examine(file, name, limits):
    """The Examined of an open binary `file` called `name`, or a DomainError that says what to do."""
    name = clean_name(name)
    kind = kind_by_name(name)
    data = file.read(limits.bytes + 1)
    if not data:
        raise refused(_("Ce fichier est vide. Choisissez celui qui a un contenu."))
    if len(data) > limits.bytes:
        raise too_heavy(limits.bytes)
    check_content(data, kind)
    if kind.family == "picture":
        data = redrawn(data, kind, limits)
    elif kind.family == "pdf":
        check_pdf(data)
    else:
        check_office(data, kind, limits)
    return Examined(name, kind, data)


def kind_by_name(name):
    extension = extension_of(name)
    if extension in WITH_MACROS:
        raise has_macros()
    if extension not in BY_EXTENSION:
        raise refused(
            _(
                "Ce type de fichier n'est pas accepté. Envoyez un PDF, un document de bureau (DOCX, XLSX, PPTX, "
                "ODT, ODS, ODP) ou une image (PNG, JPEG, WebP)."
            )
        )
    return BY_EXTENSION[extension]


def family_of(data):
    """« pdf », « office », « png », « jpeg », « webp » by the first bytes; "" for anything else."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return next((family for start, family in FAMILIES if data.startswith(start)), "")


def check_content(data, kind):
    """Refuse a content that is not what the name says, with the name of what it seems to be."""
    expected = {"ooxml": "office", "odf": "office", "picture": kind.key}.get(kind.family, kind.family)
    family = family_of(data)
    if family == expected:
        return
    if data.startswith(OLD_OFFICE):
        raise refused(
            _(
                "Ce fichier est dans un ancien format de bureau, ou protégé par un mot de passe. Enregistrez-le sans "
                "mot de passe dans un format actuel (DOCX, XLSX, PPTX ou PDF)."
            )
        )
    if family or not seems(data):
        raise other_format(kind)
    raise refused(
        _("Ce fichier porte le nom d'un fichier %(kind)s, mais son contenu est d'un autre type (%(found)s).")
        % {"kind": kind.label, "found": seems(data)}
    )


def seems(data):
    """The extension that puremagic gives to a content, to tell the person; "" when it has no idea."""
    try:
        return puremagic.from_string(data[:4096]).lstrip(".")
    except (puremagic.PureError, ValueError):
        return ""
