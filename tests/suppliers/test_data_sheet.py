"""The data sheet as PDF, and the files of the census: what everybody may read, nothing else."""

import io

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from grandest_portal.core.documents import produce
from suppliers.enums import SolutionStatus
from suppliers.models import Origin
from tests.factories import PartnerFactory, UserFactory
from tests.suppliers.helpers import member, solution_in

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
