"""Office documents: a ZIP whose own table says which kind it is, and that carries nothing that runs."""

import lxml.etree
from django.utils.translation import gettext as _

from grandest_portal.core.errors import DomainError
from grandest_portal.core.files.archives import content_of, damaged, members_of

TYPES = "[Content_Types].xml"
# Parts of a document that a program would run when it opens.
ACTIVE = ("vbaproject", "vbadata", "/activex/", "oleobject", "macrosheets/")
# What begins a program of Windows, or a document of the old format that may hold one.
PROGRAMS = (b"MZ", b"\xd0\xcf\x11\xe0")


def has_macros():
    return DomainError(
        _(
            "Ce fichier contient des macros ou des objets actifs, qui peuvent exécuter un programme. Enregistrez-le "
            "sans macros (par exemple en .docx ou en PDF), puis envoyez-le."
        ),
        field="file",
    )


def other_format(kind):
    return DomainError(
        _(
            "Le contenu de ce fichier n'est pas celui d'un fichier %(kind)s, malgré son nom. Enregistrez-le dans ce "
            "format, puis envoyez-le."
        )
        % {"kind": kind.label},
        field="file",
    )


def check_office(data, kind, limits):
    """Refuse an archive that is not an honest document of `kind`."""
    if b"%PDF-" in data[:1024]:
        raise other_format(kind)
    members = members_of(data, limits)
    if any(part in f"/{name.lower()}" for name in members for part in ACTIVE):
        raise has_macros()
    for name, member in members.items():
        if not name.lower().endswith((".xml", ".rels", "/")) and content_of(data, member, 4).startswith(
            PROGRAMS
        ):
            raise has_macros()
    if kind.family == "ooxml":
        check_ooxml(data, kind, members)
    else:
        check_odf(data, kind, members)


def check_ooxml(data, kind, members):
    if TYPES not in members:
        raise other_format(kind)
    types = content_of(data, members[TYPES])
    if b"macroEnabled" in types or b"vbaProject" in types:
        raise has_macros()
    if b'"' + kind.main + b'"' not in types.replace(b"'", b'"'):
        raise other_format(kind)
    for name, member in members.items():
        if name.lower().endswith(".rels"):
            check_links(content_of(data, member))


def check_links(text):
    """Refuse what a program would fetch or start by itself: an outside target other than a link to click."""
    try:
        root = lxml.etree.fromstring(text, lxml.etree.XMLParser(resolve_entities=False, no_network=True))
    except lxml.etree.XMLSyntaxError:
        raise damaged() from None
    if root.getroottree().docinfo.doctype:
        raise has_macros()
    for link in root.iter("{*}Relationship"):
        outside = link.get("TargetMode", "").strip().lower() == "external"
        if outside and not link.get("Type", "").lower().endswith("/hyperlink"):
            raise has_macros()


def check_odf(data, kind, members):
    first = min(members.values(), key=lambda member: member.offset)
    if first.name != "mimetype" or content_of(data, first, 200).strip() != kind.main:
        raise other_format(kind)
    if "content.xml" not in members or "META-INF/manifest.xml" not in members:
        raise damaged()
    if any(name.startswith(("Basic/", "Scripts/")) for name in members):
        raise has_macros()
    if b"encryption-data" in content_of(data, members["META-INF/manifest.xml"]):
        raise DomainError(
            _(
                "Ce fichier est protégé par un mot de passe : il ne peut pas être vérifié. Retirez le mot de passe."
            ),
            field="file",
        )
