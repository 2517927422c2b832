"""The data sheet as PDF, and the files of the census: what everybody may read, nothing else."""

import io

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from grandest_portal.core.documents import produce
from suppliers.enums import SolutionStatus
from suppliers.models import Origin, Solution
from tests.factories import PartnerFactory, UserFactory
from tests.suppliers.helpers import member, refer, solution_in

SECRET = "Le protocole tenu pour les acheteurs."


@pytest.fixture
def sheet(dated_data):
    return solution_in(
        SolutionStatus.PUBLISHED,
        deployment="Une demi-journée de pose.",
        interfaces=SECRET,
        price_models=["rent", "service"],
        audiences={"interfaces": "buyers"},
        first_reference=True,
    )


def words(answer):
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.getvalue())).pages)


def test_sheet_holds_the_public_answers_alone_whoever_asks(sheet, client):
    for user in [None, member(sheet.company), UserFactory(moderator=True)]:
        if user:
            client.force_login(user)
        answer = client.get(f"/solutions/{sheet.pk}/fiche.pdf")
        text = " ".join(words(answer).split())
        assert answer["Content-Type"] == "application/pdf"
        assert "Une demi-journée de pose." in text and "Location, Prestation" in text and SECRET not in text


def test_sheet_says_who_prepared_it(sheet, client):
    partner = PartnerFactory(organisation__name="Agence fictive")
    Origin.objects.create(
        solution=sheet,
        company=sheet.company,
        partner=partner,
        key="k",
        source="s",
        imported_at=sheet.created_at,
    )
    assert "Importée par Agence fictive le" in words(client.get(f"/solutions/{sheet.pk}/fiche.pdf"))


def test_failing_worker_leads_back_to_the_page(sheet, client, monkeypatch):
    monkeypatch.setattr(produce, "WORKER", "grandest_portal.core.documents.no_such_worker")
    answer = client.get(f"/solutions/{sheet.pk}/fiche.pdf", follow=True)
    assert "Le PDF n'a pas pu être préparé" in answer.text.replace("&#x27;", "'")


def test_files_of_the_census_hold_the_public_answers_alone(sheet, client):
    text = b"".join(client.get("/solutions/export.csv").streaming_content).decode()
    book = load_workbook(io.BytesIO(client.get("/solutions/export.xlsx").getvalue()))
    cells = [str(cell.value) for row in book.active.iter_rows() for cell in row]
    assert "Une demi-journée de pose." in text and "Une demi-journée de pose." in cells
    assert "Location, Prestation" in text and SECRET not in text and SECRET not in cells


NOTED = "Ville 0 (2020)\u00a0: Un tiers de fuites en moins."
ASKED = ("Camille", "camille@", "15/01/2026", "2026-01-15")


def read_everywhere(client, sheet):
    """{where: its text} of the sheet's PDF, of both files, of the comparison."""
    book = load_workbook(io.BytesIO(client.get("/solutions/export.xlsx").getvalue()))
    return {
        "pdf": " ".join(words(client.get(f"/solutions/{sheet.pk}/fiche.pdf")).split()),
        "csv": b"".join(client.get("/solutions/export.csv").streaming_content).decode(),
        "xlsx": "|".join(str(cell.value) for row in book.active.iter_rows() for cell in row),
        "comparison": client.get("/solutions/comparer/", {"s": sheet.pk}).text,
    }


def test_noted_references_stand_outside_the_page_too_without_whom_to_ask(sheet, client):
    for rank in range(2):
        refer(sheet, rank)
    Solution.objects.filter(pk=sheet.pk).update(references="Et deux communes.")
    found = read_everywhere(client, sheet)
    for where, text in found.items():
        plain = text.replace("\u00a0", " ")
        assert NOTED.replace("\u00a0", " ") in plain and "Et deux communes." in plain, where
        assert plain.index("Ville 1 (2021)") < plain.index("Ville 0 (2020)") < plain.index("Et deux"), where
        assert [each for each in ASKED if each in text] == [], where
    assert "Ville 1 (2021)\u00a0: Un tiers de fuites en moins.\u00a0; Ville 0" in found["csv"]
    assert NOTED in found["comparison"] and NOTED in found["xlsx"]


def test_noted_references_kept_for_fewer_stand_in_no_file(sheet, client):
    refer(sheet, 0)
    Solution.objects.filter(pk=sheet.pk).update(audiences={"references": "request"})
    found = read_everywhere(client, sheet)
    assert [where for where, text in found.items() if "Ville 0" in text] == []
    assert "ne montre pas à tout le monde" in found["comparison"]
