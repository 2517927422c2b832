"""Each address that gives a table as a file: whatever was typed, no cell is computed when it is opened."""

import csv
import io
import logging
import zipfile

import openpyxl
import pytest

from tests.core.test_exports import HOSTILE
from tests.properties import pages
from tests.properties.payloads import write_everywhere
from tests.properties.sending import scene_of_posts

pytestmark = pytest.mark.slow

# Every address that gives a table; the slow test looks for others.
EXPORTS = {f"{room}:export_{kind}" for room in ("needs", "suppliers") for kind in ("csv", "xlsx")} | {
    *("suppliers:figures_csv", "suppliers:import_lines", "suppliers:template_csv", "suppliers:template_xlsx"),
    "needs:shortlist_xlsx",
    *("days:figures_csv", "days:figures_xlsx", "days:meetings_csv", "days:meetings_xlsx"),
}
FORMULAS = [text for text in HOSTILE if text.strip("\t\r\n\u00a0 ")[0] in "=+-@＝＠"]
STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
BOM = "\ufeff"


@pytest.fixture
def scene(dated_data):
    yield scene_of_posts()
    logging.disable(logging.NOTSET)


def content_of(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def cells_of_csv(content):
    text = content.decode().removeprefix(BOM)
    return [cell for line in csv.reader(io.StringIO(text, newline=""), delimiter=";") for cell in line]


def computed_in_csv(content):
    cells = cells_of_csv(content)
    return [
        cell for cell in cells if cell.lstrip(" \u00a0\n").startswith(STARTS) and not is_number(cell)
    ], len(cells)


def is_number(cell):
    try:
        return float(cell.replace(",", ".")) is not None
    except ValueError:
        return False


def computed_in_sheet(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    return [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink], len(cells)


def tables_in(response, content):
    """[(kind, bytes)] of the tables that an answer gives, in an archive too."""
    kind = response["Content-Type"].partition(";")[0]
    if kind == "text/csv":
        return [("csv", content)]
    if kind.endswith("spreadsheetml.sheet"):
        return [("xlsx", content)]
    if kind == "application/zip":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return [
                (name.rpartition(".")[2], archive.read(name))
                for name in archive.namelist()
                if name.endswith((".csv", ".xlsx"))
            ]
    return []


READ = {"csv": computed_in_csv, "xlsx": computed_in_sheet}


def formulas_of(scene, keep):
    """({address: computed cells}, the addresses that give a table) when every text that was typed is a formula."""
    columns, _used = write_everywhere(FORMULAS)
    assert "needs.need.title" in columns
    found, exports = {}, set()
    for page in pages.pages(scene, keep=keep):
        content = content_of(page.response)
        for kind, table in tables_in(page.response, content):
            computed, cells = READ[kind](table)
            exports.add(page.name.partition(" ")[0])
            assert cells > 5, page.name
            if computed:
                found[page.name] = computed[:3]
    return found, exports


def test_no_export_holds_a_formula(scene):
    assert formulas_of(scene, lambda row: row.route in EXPORTS) == ({}, EXPORTS)


@pytest.mark.slow
def test_no_other_address_gives_a_table(scene):
    assert formulas_of(scene, lambda row: True) == ({}, EXPORTS)


def test_formula_is_recognised():
    """The control: a table that was written without care."""
    assert computed_in_csv(b"Titre;=1+1\r\n")[0] == ["=1+1"]
    book, target = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["=1+1"])
    book.save(target)
    assert computed_in_sheet(target.getvalue())[0] == ["A1"]
