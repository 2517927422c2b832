"""The exports, opened and read back by other programs."""

import hashlib
import io
import json

import openpyxl
import pytest
from pypdf import PdfReader

from tests.needs.shortlists.conftest import CRITERION

HOSTILE = '=HYPERLINK("http://evil.example") #eval("1")'


@pytest.fixture
def shortlist(near, freeze):
    return freeze(trl=4, removed={near["Carnet de relevés"].pk: HOSTILE})


def body(response):
    assert response.status_code == 200, response
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["Cache-Control"] == "private, no-store"
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_json_is_read_back_and_its_hash_computed_by_hand(shortlist, browser, at, need):
    read = json.loads(body(browser.get(at.page("shortlist_json"))))
    text = json.dumps(read["content"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(text.encode()).hexdigest() == read["content_sha256"] == shortlist.content_hash
    content = read["content"]
    assert (read["number"], read["need_title"], content["criterion"]) == (1, str(need), CRITERION)
    assert content["engine"] == {"version": shortlist.engine, "inputs_sha256": shortlist.engine_inputs}
    assert content["filters"]["trl"] == 4
    assert content["counts"] == {
        "matched": 5,
        "kept": 2,
        "left_out": 3,
        "firms": 5,
        "outside": 5,
        "unknown_place": 0,
    }
    left = {each["title"]: each["reason"] for each in content["entries"] if not each["kept"]}
    assert left["Carnet de relevés"] == f"écartée à la main : {HOSTILE}"
    assert all(len(each["solution_text_sha256"]) == 64 for each in content["entries"])


def test_the_spreadsheet_is_read_back(shortlist, browser, at):
    book = openpyxl.load_workbook(io.BytesIO(body(browser.get(at.page("shortlist_xlsx")))))
    lines = list(book.active.iter_rows(values_only=True))
    assert lines[0][:5] == ("Rang", "Retenue", "Solution", "Entreprise", "Score")
    rows = {line[2]: line for line in lines[1:6]}
    assert [line[0] for line in lines[1:6]] == [1, 2, 3, 4, 5]
    assert rows["Capteur d'écoute"][1] == "oui" and rows["Carnet de relevés"][1] == "non"
    assert rows["Carnet de relevés"][7] == f"écartée à la main : {HOSTILE}"
    note = lines[6][0]
    assert CRITERION in note and shortlist.content_hash in note and shortlist.engine in note
    assert all(words in note for words in [str(shortlist), shortlist.need.reference, str(shortlist.need)])
    assert "5 hors de la région" in note
    assert all(cell.data_type != "f" for row in book.active.iter_rows() for cell in row)


@pytest.mark.slow
def test_the_pdf_is_read_back(shortlist, browser, at, need):
    reader = PdfReader(io.BytesIO(body(browser.get(at.page("shortlist_pdf")))))
    assert reader.trailer["/Root"]["/Lang"] in ("fr", "fr-FR")
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    text = "".join("".join(page.extract_text() for page in reader.pages).replace("\u200b", "").split())
    for words in [
        "Liste courte n° 1",
        str(need),
        CRITERION,
        "Solutions écartées, et pourquoi",
        "n'a pas le niveau de maturité demandé (TRL 4)",
        HOSTILE,
        "5 hors de la région",
        shortlist.content_hash,
        shortlist.engine,
        "la consultation reste ouverte à toutes les entreprises",
    ]:
        assert "".join(words.split()) in text, words


@pytest.mark.slow
def test_the_same_list_gives_the_same_pdf(shortlist, browser, at):
    first, again = (body(browser.get(at.page("shortlist_pdf"))) for _time in range(2))
    assert first == again


def test_a_list_that_does_not_exist_has_no_file(shortlist, browser, at):
    for kind in ("pdf", "xlsx", "json"):
        assert browser.get(at.page(f"shortlist_{kind}", 2)).status_code == 404
