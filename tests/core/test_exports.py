"""Lists as files: nothing that a spreadsheet would compute, rows read in pieces."""

import csv
import io
from datetime import UTC, date, datetime

import openpyxl
import pytest

from grandest_portal.core.exports import (
    BOM,
    Column,
    csv_cell,
    csv_lines,
    csv_response,
    harmless,
    in_pieces,
    spreadsheet_response,
)
from suppliers.models import Solution
from tests.factories import SolutionFactory

HOSTILE = [
    "=1+1",
    "+33 3 88 00 00 00",
    "-2+3",
    "@SUM(A1)",
    "  =cmd|' /C calc'!A0",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    "＠x",
    "\u00a0=1",
    "\tplain",
]
PLAIN = ["", "Eau", "a=b", "3-4", "l'eau", "é", "1 + 1", ";", '"', "ligne\nligne"]
COLUMNS = [Column("Texte", lambda row: row["text"]), Column("Nombre", lambda row: row["number"], int)]
COLUMNS += [Column("Jour", lambda row: row["day"], date)]


def rows_with(texts):
    return [{"text": text, "number": -5, "day": date(2026, 3, 29)} for text in texts]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_spreadsheet_would_compute_gets_an_apostrophe(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", PLAIN)
def test_other_texts_stay_as_they_are(text):
    assert harmless(text) == text


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (-5, -5),
        (1.5, 1.5),
        (None, None),
        (date(2026, 1, 2), "2026-01-02"),
        (datetime(2026, 6, 30, 22, 30, tzinfo=UTC), "2026-07-01"),
    ],
)
def test_numbers_stay_numbers_and_days_are_those_of_france(value, cell):
    assert csv_cell(value) == cell


def test_csv_is_read_back_as_it_was_written():
    text = b"".join(csv_lines(COLUMNS, rows_with([*HOSTILE, *PLAIN]), "Fichier coupé")).decode()
    assert text.startswith(BOM)
    lines = list(csv.reader(io.StringIO(text.removeprefix(BOM), newline=""), delimiter=";"))
    assert lines[0] == ["Texte", "Nombre", "Jour"]
    assert [line[0] for line in lines[1:-1]] == [*(f"'{each}" for each in HOSTILE), *PLAIN]
    assert {tuple(line[1:]) for line in lines[1:-1]} == {("-5", "2026-03-29")}
    assert lines[-1] == ["Fichier coupé"]


def test_csv_leaves_before_the_last_row_is_read():
    read = []

    def rows():
        for number in range(10_000):
            read.append(number)
            yield {"text": "Un texte assez long pour compter", "number": number, "day": None}

    response = csv_response("essai", COLUMNS, rows())
    assert response["Content-Disposition"] == 'attachment; filename="essai.csv"'
    next(iter(response.streaming_content))
    assert 0 < len(read) < 1000


def test_spreadsheet_holds_no_formula_and_real_numbers_and_days():
    rows = rows_with([*HOSTILE, *PLAIN, "a\x00b", "x" * 40_000, "http://lien.example"])
    response = spreadsheet_response("essai", "Essai", COLUMNS, rows, "=Note")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    response.file_to_stream.close()
    sheet = book["Essai"]
    cells = [cell for line in sheet.iter_rows() for cell in line]
    assert [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
    assert sheet.max_row == len(rows) + 2
    assert sheet["A2"].value == "=1+1" and sheet["A2"].data_type == "s"
    assert sheet["B2"].value == -5 and sheet["C2"].value == datetime(2026, 3, 29)


@pytest.mark.django_db
def test_rows_come_in_pieces_in_their_order_without_those_that_left(django_assert_num_queries, monkeypatch):
    monkeypatch.setattr("grandest_portal.core.exports.CHUNK", 2)
    pks = [SolutionFactory().pk for _row in range(5)][::-1]
    Solution.objects.filter(pk=pks[1]).delete()
    with django_assert_num_queries(3):
        assert [row.pk for row in in_pieces(Solution.objects.all(), pks)] == [pks[0], *pks[2:]]
