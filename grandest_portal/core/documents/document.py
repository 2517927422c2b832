"""The shape of a document, before any format: a title, facts, sections of blocks; plain text everywhere."""

from dataclasses import asdict, dataclass, field

from grandest_portal.core.text import clean_text


@dataclass
class Block:
    """`kind`: text (`text`, paragraphs by line ends), list (`items`) or table (`caption`, `header`, `rows`)."""

    kind: str
    text: str = ""
    items: list = field(default_factory=list)
    caption: str = ""
    header: list = field(default_factory=list)
    rows: list = field(default_factory=list)


@dataclass
class Part:
    title: str
    blocks: list


@dataclass
class Section:
    title: str
    blocks: list = field(default_factory=list)
    parts: list = field(default_factory=list)


@dataclass
class Document:
    """`day` is the date of the version (ISO): the only date that the written files carry."""

    title: str
    subject: str
    reference: str
    version: str
    day: str
    day_words: str
    author: str
    warning: str
    footer: str
    glyph_note: str
    sections: list


def text(value):
    return Block("text", text=str(value))


def table(caption, header, rows):
    return Block("table", caption=caption, header=list(header), rows=[list(row) for row in rows])


def listing(items):
    return Block("list", items=[str(item) for item in items])


def plain(document: Document) -> dict:
    """The document as JSON values; what no reader can show (control and bidirectional characters) is gone."""
    return cleaned(asdict(document))


def cleaned(value):
    if isinstance(value, dict):
        return {key: cleaned(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned(each) for each in value]
    return clean_text(str(value))
