"""Lists as files: CSV and spreadsheet of the rows that a filter leaves, read in pieces, without formulas.

A file is made of `Column`s. Rows are taken `CHUNK` at a time, so that the memory used does not depend on their
number and the first ones leave while the others are read.
"""

import csv
import tempfile
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

import xlsxwriter
from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

CHUNK = 200
BOM = "\ufeff"
# What a spreadsheet reads as the beginning of a formula.
FORMULA = frozenset("=+-@")
FORMULA_BREAKS = frozenset("\t\r\n")
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
IN_MEMORY = 2_000_000
LONGEST_CELL = 32_767
WIDTHS = {date: 12, int: 12, str: 30}


@dataclass(frozen=True)
class Column:
    label: str
    value: Callable  # row -> text, number, date or None
    kind: type = str


def harmless(text):
    """`text` for a CSV cell: an apostrophe before what a spreadsheet would compute."""
    start = text.lstrip()[:1]
    if text[:1] in FORMULA_BREAKS or unicodedata.normalize("NFKC", start)[:1] in FORMULA:
        return f"'{text}" if start else text
    return text


def shown_day(value):
    """The day in France; dates stay as they are."""
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


def csv_cell(value):
    value = shown_day(value)
    if isinstance(value, date):
        return value.isoformat()
    return harmless(value) if isinstance(value, str) else value


def in_pieces(rows, pks):
    """The rows with these numbers, in their order; those that have left the list meanwhile are passed over.

    Objects with links read ahead point at each other: many of them wait for Python's collector, which then walks
    through all that the process holds. A long list is better read as plain values (`values_list(named=True)`).
    """
    for start in range(0, len(pks), CHUNK):
        some = pks[start : start + CHUNK]
        found = {row.pk: row for row in rows.filter(pk__in=some).order_by()}
        yield from (found[pk] for pk in some if pk in found)


class Line:
    """A file for csv.writer that hands each line over instead of keeping it."""

    def write(self, text):
        return text


def csv_lines(columns, rows, note=""):
    writer = csv.writer(Line(), delimiter=";", lineterminator="\r\n")
    yield (BOM + writer.writerow([harmless(str(column.label)) for column in columns])).encode()
    for row in rows:
        yield writer.writerow([csv_cell(column.value(row)) for column in columns]).encode()
    if note:
        yield writer.writerow([harmless(str(note))]).encode()


def by_blocks(lines, size=16_384):
    """Few answers' pieces instead of one for each line; the first line leaves with the first rows."""
    block, held = [], 0
    for line in lines:
        block.append(line)
        held += len(line)
        if held >= size:
            yield b"".join(block)
            block, held = [], 0
    if block:
        yield b"".join(block)


def write_cell(sheet, place, value, formats):
    value = shown_day(value)
    if value is None or value == "":
        return
    if isinstance(value, date):
        sheet.write_datetime(*place, datetime(value.year, value.month, value.day), formats["day"])
    elif isinstance(value, (int, float)):
        sheet.write_number(*place, value)
    else:
        sheet.write_string(*place, str(value)[:LONGEST_CELL])


def write_spreadsheet(file, title, columns, rows, note=""):
    """One sheet, its first row fixed and filtering; each row is written and forgotten."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options | {"strings_to_numbers": False})
    formats = {
        "day": book.add_format({"num_format": "dd/mm/yyyy"}),
        "head": book.add_format({"bold": True, "bottom": 1}),
    }
    sheet = book.add_worksheet(title)
    sheet.freeze_panes(1, 0)
    for number, column in enumerate(columns):
        sheet.set_column(number, number, WIDTHS[column.kind])
    for number, column in enumerate(columns):
        sheet.write_string(0, number, str(column.label), formats["head"])
    last = 0
    for last, row in enumerate(rows, start=1):
        for number, column in enumerate(columns):
            write_cell(sheet, (last, number), column.value(row), formats)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    if note:
        sheet.write_string(last + 1, 0, str(note))
    book.close()


def csv_response(name, columns, rows, note=""):
    response = StreamingHttpResponse(
        by_blocks(csv_lines(columns, rows, note)), content_type="text/csv; charset=utf-8"
    )
    return as_file(response, f"{name}.csv")


def spreadsheet_response(name, title, columns, rows, note=""):
    """A spreadsheet is a compressed folder: it leaves when it is whole; a large one waits on disk."""
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed by the response
    write_spreadsheet(file, title, columns, rows, note)
    file.seek(0)
    return as_file(FileResponse(file, content_type=SPREADSHEET), f"{name}.xlsx")


def as_file(response, name):
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Robots-Tag"] = "noindex"
    return response
