"""Spreadsheets that no spreadsheet wrote: each is read or said to be unreadable, none stays « En lecture »."""

import io
import re
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.utils import timezone

from grandest_portal.core import jobs
from grandest_portal.core.errors import DomainError
from grandest_portal.core.files.tables import LAST_ROW, number_after, rows_of_xlsx
from grandest_portal.core.models import Job, JobStatus
from suppliers.actions import importing, receiving, start_import
from suppliers.enums import ImportStatus, LineResult
from suppliers.models import ImportLine, Solution
from tests.suppliers.imports.conftest import as_csv, as_xlsx, line

SHEET, BOOK, LINKS = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"


def rewritten(file, part, pattern, text):
    """The book with what matches `pattern` in one of its parts replaced."""
    source, out = zipfile.ZipFile(file), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name in source.namelist():
            content = source.read(name)
            book.writestr(name, re.sub(pattern, text, content) if name == part else content)
    return SimpleUploadedFile("solutions.xlsx", out.getvalue())


def two_lines():
    return as_xlsx(line(), line(title="Autre"))


ROWS = {
    "twice": (rb'<row r="3"', b'<row r="2"', [2, 3]),
    "three thousand millions": (rb'<row r="2"', b'<row r="3000000000"', [2, 3]),
    "negative": (rb'<row r="2"', b'<row r="-5"', [2, 3]),
    "back": (rb'<row r="2"', b'<row r="9"', [9, 10]),
    "superscript": (rb'<row r="2"', '<row r="²"'.encode(), [2, 3]),
    "no number": (rb'<row r="2"', b"<row", [2, 3]),
    "true gap": (rb'<row r="3"', b'<row r="7"', [2, 7]),
}


@pytest.mark.parametrize("case", ROWS)
def test_each_row_has_a_number_of_its_own_and_none_is_dropped(send, case):
    pattern, text, numbers = ROWS[case]
    batch = send(rewritten(two_lines(), SHEET, pattern, text))
    assert (batch.status, batch.line_count, batch.refused_count) == (ImportStatus.CHECKED, 2, 0)
    assert [each.number for each in batch.lines.for_list()] == numbers


def test_control_the_numbers_of_the_file_alone_repeat_themselves(send):
    """Why they are not taken as they stand: two lines of one number are no lines that can be kept."""
    file = rewritten(two_lines(), SHEET, rb'<row r="3"', b'<row r="2"')
    said = re.findall(rb'<row r="(\d+)"', zipfile.ZipFile(file).read(SHEET))
    assert said == [b"1", b"2", b"2"]
    assert [number for number, _cells in rows_of_xlsx(file)] == [1, 2, 3]


@pytest.mark.parametrize(
    ("last", "said", "number"),
    [
        (1, "5", 5),
        (5, "5", 6),
        (5, "4", 6),
        (1, "", 2),
        (1, "1_0", 2),
        (1, " 9", 2),
        (1, "9" * 5000, 2),
        (1, str(LAST_ROW), LAST_ROW),
        (1, str(LAST_ROW + 1), 2),
        (LAST_ROW, "1", LAST_ROW + 1),
    ],
)
def test_number_of_a_row_only_grows(last, said, number):
    assert number_after(last, said) == number


BOOKS = {
    "no sheet": (BOOK, rb"<sheet .*?/>", b""),
    "no relation of this name": (LINKS, rb'Id="rId1"', b'Id="autre"'),
    "relation without target": (LINKS, rb'Target="worksheets/sheet1.xml"', b""),
    "target that is not there": (LINKS, rb"worksheets/sheet1.xml", b"worksheets/absent.xml"),
    "sheet without relation": (BOOK, rb' r:id="rId1"', b""),
    "text beyond the last": (SHEET, rb"<v>20</v>", b"<v>-999</v>"),
    "broken sheet": (SHEET, rb"</sheetData>.*", b"<a>"),
}


@pytest.mark.parametrize("case", BOOKS)
def test_book_that_cannot_be_read_is_said_so(send, case):
    batch = send(rewritten(two_lines(), *BOOKS[case]))
    assert (batch.status, batch.file) == (ImportStatus.UNREADABLE, "")
    assert "abîmé ou incomplet" in batch.problem
    assert Job.objects.get(name="suppliers.read_import").status == JobStatus.DONE


def test_whatever_stops_the_reading_ends_it(send, monkeypatch):
    def stumbles(*args):
        raise AttributeError("what nobody thought of")

    monkeypatch.setattr(receiving, "line_of", stumbles)
    batch = send(as_csv(line()))
    assert batch.status == ImportStatus.UNREADABLE and "abîmé" in batch.problem
    assert not ImportLine.objects.exists()


def last_try(name):
    """The job that waits is tried for the last time."""
    rows = Job.objects.filter(name=name)
    rows.update(attempts=jobs.MAX_ATTEMPTS - 1, run_at=timezone.now() - timedelta(minutes=1))
    jobs.run_due_jobs()
    return rows.get().status


def loses_the_database(*args):
    raise OperationalError("gone")


def test_reading_that_a_fault_stops_is_tried_again_and_ends_with_its_job(send, monkeypatch):
    """The control is the first line: a fault of the moment says nothing of the file, which waits for the next try."""
    monkeypatch.setattr(receiving, "keep_piece", loses_the_database)
    batch = send(as_csv(line()))
    assert batch.status == ImportStatus.READING
    assert last_try("suppliers.read_import") == JobStatus.FAILED
    batch.refresh_from_db()
    assert (batch.status, batch.file) == (ImportStatus.UNREADABLE, "")
    assert "malgré plusieurs essais" in batch.problem
    monkeypatch.undo()
    again = send(as_csv(line()))
    assert again.pk != batch.pk and again.valid_count == 1


def test_import_that_a_fault_stops_ends_with_its_job(send, monkeypatch):
    batch = send(as_csv(line(), line(title="Autre")))
    start_import(batch, by=batch.author)
    whole, calls = importing.import_next, []

    def once(*args):
        if calls:
            raise OperationalError("gone")
        calls.append(args)
        return whole(*args)

    monkeypatch.setattr(importing, "import_next", once)
    assert last_try("suppliers.run_import") == JobStatus.FAILED
    batch.refresh_from_db()
    assert (batch.status, batch.done_count, batch.refused_count) == (ImportStatus.DONE, 1, 1)
    left = batch.lines.get(result=LineResult.REFUSED)
    assert "s'est arrêtée avant cette ligne" in left.problems[0]["why"] and Solution.objects.count() == 1


def test_first_sheet_without_target_is_damaged():
    with pytest.raises(DomainError, match="abîmé"):
        list(rows_of_xlsx(rewritten(two_lines(), *BOOKS["relation without target"])))
