"""The kinds of files that are accepted; anything else is refused, whatever its name says."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FileKind:
    """`main` is the type of the principal part of an office file: what its own table of contents must say."""

    key: str
    extensions: tuple[str, ...]
    content_type: str
    label: str
    family: str
    main: bytes = b""

    @property
    def extension(self):
        return self.extensions[0]

    @property
    def is_picture(self):
        return self.family == "picture"


OOXML = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."


def ooxml(key, kind, label):
    content_type = f"{OOXML}{kind}"
    # A presentation's main part is « …presentationml.presentation.main+xml », and so on.
    return FileKind(key, (key,), content_type, label, "ooxml", f"{content_type}.main+xml".encode())


def odf(key, kind, label):
    content_type = f"{ODF}{kind}"
    return FileKind(key, (key,), content_type, label, "odf", content_type.encode())


ALL = (
    FileKind("pdf", ("pdf",), "application/pdf", "PDF", "pdf"),
    ooxml("docx", "wordprocessingml.document", "Word (DOCX)"),
    ooxml("xlsx", "spreadsheetml.sheet", "Excel (XLSX)"),
    ooxml("pptx", "presentationml.presentation", "PowerPoint (PPTX)"),
    odf("odt", "text", "OpenDocument (ODT)"),
    odf("ods", "spreadsheet", "OpenDocument (ODS)"),
    odf("odp", "presentation", "OpenDocument (ODP)"),
    FileKind("png", ("png",), "image/png", "image PNG", "picture"),
    FileKind("jpeg", ("jpg", "jpeg"), "image/jpeg", "image JPEG", "picture"),
    FileKind("webp", ("webp",), "image/webp", "image WebP", "picture"),
)
BY_KEY = {kind.key: kind for kind in ALL}
BY_EXTENSION = {extension: kind for kind in ALL for extension in kind.extensions}
# Those whose text `reader.py` reads.
WITH_TEXT = frozenset({"pdf", "docx", "odt"})


def accepted_extensions():
    """« .pdf,.docx,… » for the attribute `accept` of a form: a help to choose, never a protection."""
    return ",".join(f".{extension}" for extension in BY_EXTENSION)


def picture_extensions():
    """The same for forms that take a picture alone."""
    return ",".join(f".{extension}" for extension, kind in BY_EXTENSION.items() if kind.is_picture)
