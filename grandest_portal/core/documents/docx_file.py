"""The document as DOCX: real headings, French as its language, header rows of tables, the same bytes each time."""

import io
import zipfile
from datetime import datetime

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

LANGUAGE = "fr-FR"
ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def write_docx(document: dict) -> bytes:
    """The bytes of the DOCX of a plain document (`document.plain`)."""
    file = Document()
    say_language(file)
    say_properties(file, document)
    file.add_heading(document["title"], level=1)
    file.add_paragraph(document["subject"], style="Subtitle")
    for line in lines(document["warning"]):
        file.add_paragraph(line, style="Intense Quote")
    for section in document["sections"]:
        file.add_heading(section["title"], level=2)
        for block in section["blocks"]:
            add_block(file, block)
        for part in section["parts"]:
            file.add_heading(part["title"], level=3)
            for block in part["blocks"]:
                add_block(file, block)
    file.sections[0].footer.paragraphs[0].text = document["footer"]
    written = io.BytesIO()
    file.save(written)
    return repeatable(written)


def lines(text):
    return [line for line in text.split("\n") if line.strip()]


def say_language(file):
    """The default of every run: a screen reader reads French."""
    for element in file.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), LANGUAGE)


def say_properties(file, document):
    properties, day = file.core_properties, datetime.fromisoformat(document["day"])
    properties.title = f"{document['title']} : {document['subject']}"[:255]
    properties.subject, properties.author = document["reference"], document["author"][:255]
    properties.last_modified_by, properties.comments = "", ""
    properties.language, properties.version = LANGUAGE, document["version"]
    properties.created = properties.modified = day


def add_block(file, block):
    if block["kind"] == "list":
        for item in block["items"]:
            file.add_paragraph(item, style="List Bullet")
    elif block["kind"] == "table":
        add_table(file, block)
    else:
        for line in lines(block["text"]):
            file.add_paragraph(line)


def add_table(file, block):
    caption = file.add_paragraph(block["caption"], style="Caption")
    caption.paragraph_format.keep_with_next = True
    grid = file.add_table(rows=0, cols=len(block["header"]), style="Table Grid")
    header = add_row(grid, block["header"])
    mark(header, "w:tblHeader")
    for cell in header.cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True
    for row in block["rows"]:
        mark(add_row(grid, row), "w:cantSplit")


def add_row(grid, values):
    row = grid.add_row()
    for cell, value in zip(row.cells, values, strict=True):
        first, *others = lines(value) or [value]
        cell.paragraphs[0].text = first
        for other in others:
            cell.add_paragraph(other)
    return row


def mark(row, name):
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def repeatable(written):
    """The same archive without the hour of its making."""
    again = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, ZIP_DATE), source.read(name), zipfile.ZIP_DEFLATED)
    return again.getvalue()
