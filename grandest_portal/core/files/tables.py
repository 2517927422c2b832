"""The rows of a table that people send, CSV or XLSX, read one after the other: memory does not grow with their number.

A spreadsheet's texts stand in one shared list: it is laid on disk while it is read, only the places of its texts
are kept. Formulas are not computed: a cell holds what the spreadsheet last showed.
"""

import codecs
import csv
import io
import re
import tempfile
import zipfile
from array import array
from contextlib import contextmanager
from decimal import Decimal, InvalidOperation
from pathlib import PurePosixPath

import lxml.etree
from django.utils.translation import gettext as _

from grandest_portal.core.errors import DomainError
from grandest_portal.core.files.archives import damaged

CHUNK = 65_536
MOST_COLUMNS = 60
# The last row that a spreadsheet has.
LAST_ROW = 1_048_576
LONGEST_LINE = 500_000
DELIMITERS = ";,\t"
COLUMN = re.compile(r"[A-Z]{1,3}")
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
IN_MEMORY = 262_144


def not_a_table():
    return DomainError(
        _(
            "Ce fichier n'est pas un tableau lisible. Enregistrez-le en CSV (UTF-8) ou en XLSX, puis renvoyez-le."
        ),
        field="file",
    )


def rows_of_csv(file):
    """(row number from 1, texts) of each row of an open binary file."""
    text = io.TextIOWrapper(file, encoding=encoding_of(file), newline="")
    try:
        first = text.readline(LONGEST_LINE)
        delimiter = max(DELIMITERS, key=first.count)
        text.seek(0)
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        for number, cells in enumerate(reader, start=1):
            if any(cells):
                yield number, cells[:MOST_COLUMNS]
    except (csv.Error, UnicodeDecodeError):
        raise not_a_table() from None
    finally:
        text.detach()


def encoding_of(file):
    """UTF-8, or what Windows wrote before; a file that is no text is refused."""
    decoder, encoding = codecs.getincrementaldecoder("utf-8")(), "utf-8-sig"
    file.seek(0)
    while chunk := file.read(CHUNK):
        if b"\0" in chunk:
            raise not_a_table()
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError:
            encoding = "cp1252"
    file.seek(0)
    return encoding


def rows_of_xlsx(file):
    """(row number as the spreadsheet shows it, texts) of each row of the first sheet of an open binary file."""
    try:
        with (
            zipfile.ZipFile(file) as archive,
            shared_texts(archive) as texts,
            archive.open(first_sheet(archive)) as sheet,
        ):
            number = 0
            for row in elements(sheet, "row"):
                number = number_after(number, row.get("r", ""))
                cells = cells_of(row, texts)
                if any(cells):
                    yield number, cells
    except (KeyError, IndexError, ValueError, zipfile.BadZipFile, lxml.etree.XMLSyntaxError):
        raise damaged() from None


def number_after(last, said):
    """The number of a row: what the file says where it can be true, the following one otherwise. It only grows."""
    told = int(said) if said.isascii() and said.isdigit() and len(said) <= len(str(LAST_ROW)) else 0
    return told if last < told <= LAST_ROW else last + 1


def elements(stream, name):
    """Each element of that name, forgotten once it was used; nothing outside is fetched, no entity is replaced."""
    options = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
    for _event, element in lxml.etree.iterparse(stream, events=("end",), tag=f"{{*}}{name}", **options):
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def first_sheet(archive):
    """The name in the archive of the first sheet that the book lists."""
    with archive.open("xl/workbook.xml") as stream:
        wanted = next((sheet.get(RELATION) for sheet in elements(stream, "sheet")), None)
    with archive.open("xl/_rels/workbook.xml.rels") as stream:
        links = elements(stream, "Relationship")
        target = next((link.get("Target") for link in links if wanted and link.get("Id") == wanted), None)
    if not target:
        raise damaged()
    name = target.lstrip("/")
    return name if name.startswith("xl/") else str(PurePosixPath("xl") / name)


def text_of(element):
    """The text of an entry, without what only tells how it is pronounced."""
    parts = element.iterfind(".//{*}t")
    return "".join(part.text or "" for part in parts if not part.getparent().tag.endswith("}rPh"))


class Texts:
    """The shared texts of a book, on disk: `at(number)`."""

    def __init__(self, file):
        self.file, self.ends = file, array("Q", [0])

    def add(self, text):
        self.file.write(text.encode("utf-8", "replace"))
        self.ends.append(self.file.tell())

    def at(self, number):
        start, end = self.ends[number], self.ends[number + 1]
        self.file.seek(start)
        return self.file.read(end - start).decode()


@contextmanager
def shared_texts(archive):
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        texts = Texts(file)
        if "xl/sharedStrings.xml" in archive.namelist():
            with archive.open("xl/sharedStrings.xml") as stream:
                for entry in elements(stream, "si"):
                    texts.add(text_of(entry))
        yield texts


def cells_of(row, texts):
    cells = []
    for cell in row.iterfind("{*}c"):
        place = place_of(cell.get("r", ""), len(cells))
        if place >= MOST_COLUMNS:
            break
        cells += [""] * (place + 1 - len(cells))
        cells[place] = value_of(cell, texts)
    return cells


def place_of(reference, following):
    """The column from 0 of « AB12 »; the following one where the cell does not say."""
    letters = COLUMN.match(reference)
    if letters is None:
        return following
    place = 0
    for letter in letters[0]:
        place = place * 26 + ord(letter) - 64
    return place - 1


def value_of(cell, texts):
    kind, value = cell.get("t", "n"), cell.findtext("{*}v") or ""
    if kind == "inlineStr":
        return text_of(cell)
    if kind == "s":
        return texts.at(int(value))
    return number_of(value) if kind == "n" else "" if kind == "e" else value


def number_of(value):
    """« 73282932000074 » of 7.3282932000074E13, « 8 » of 8.0."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite() or abs(number.adjusted()) > 30:
        return value
    return format(number.quantize(Decimal(1)) if number == number.to_integral_value() else number, "f")


READERS = {"csv": rows_of_csv, "xlsx": rows_of_xlsx}
