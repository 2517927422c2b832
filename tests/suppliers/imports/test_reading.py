"""The dry run: every line is valid, or refused with its column, its value and why; nothing else is written."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from grandest_portal.accounts.models import Organisation
from grandest_portal.core.errors import DomainError
from grandest_portal.core.files.storage import stored_names
from suppliers.actions import receive_import
from suppliers.enums import ImportStatus, LineResult
from suppliers.import_columns import headers
from suppliers.models import Company, ImportLine, Solution, SolutionImport, import_files
from tests.factories import PublicBuyerFactory
from tests.suppliers.imports.conftest import SIRETS, as_csv, as_xlsx, line, structure_of


@pytest.mark.parametrize("make", [as_csv, as_xlsx])
def test_dry_run_judges_each_line_and_makes_nothing(send, make):
    before = Organisation.objects.count()
    batch = send(make(line(), line(title="Autre", trl="12"), line(title="Troisième")))
    assert (batch.status, batch.line_count, batch.refused_count, batch.valid_count) == ("checked", 3, 1, 2)
    assert [each.number for each in batch.lines.for_list()] == [2, 3, 4]
    refused = batch.lines.get(result=LineResult.REFUSED)
    assert refused.problems == [
        {"column": "Maturité (TRL)", "value": "12", "why": "Écrivez un seul chiffre, de 1 à 9."}
    ]
    assert (Organisation.objects.count(), Company.objects.count(), Solution.objects.count()) == (before, 0, 0)


REFUSALS = {
    "number": ("12345678901234", "Ce SIRET n'est pas valable"),
    "company": ("", "Cette colonne est obligatoire."),
    "website": ("pas une adresse", "Écrivez une adresse complète"),
    "contact": ("personne", "Écrivez une adresse électronique valable"),
    "title": ("x" * 121, "Trop long (121 caractères) : 120 au plus."),
    "problem_solved": ("x" * 5001, "5000 au plus"),
    "trl": ("huit", "Écrivez un seul chiffre"),
    "cpv": ("38420001", "n'existe pas"),
    "keywords": ("x" * 201, "200 au plus"),
    "served": ("Finistère", "Ce n'est pas un département de la région : Finistère"),
    "source": ("", "Cette colonne est obligatoire."),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_each_column_says_why_it_refuses(send, name):
    value, why = REFUSALS[name]
    batch = send(as_csv(line(**{name: value})))
    (problem,) = batch.lines.get().problems
    assert why in problem["why"] and problem["value"] == value[:80]


def test_web_site_with_a_password_is_refused(send):
    """The control is the other line."""
    batch = send(as_csv(line(website="https://user:pass@ondes.example/"), line(title="Autre")))
    assert [each.result for each in batch.lines.for_list()] == [LineResult.REFUSED, LineResult.VALID]
    assert "sans nom d'utilisateur ni mot de passe" in batch.lines.get(number=2).problems[0]["why"]


@pytest.mark.parametrize(
    ("number", "why"),
    [
        ("FR40303265045", "Pour une entreprise française, donnez le SIRET"),
        ("DE1", "Ce numéro de TVA n'est pas valable"),
        ("abc", "Donnez un SIRET de 14 chiffres"),
    ],
)
def test_numbers_of_other_kinds(send, number, why):
    assert why in send(as_csv(line(number=number))).lines.get().problems[0]["why"]


def test_foreign_company_is_known_by_its_vat_number(send):
    assert send(as_csv(line(number="DE 136695976"))).lines.get().result == LineResult.VALID


def test_siret_written_as_a_number_by_a_spreadsheet(send):
    batch = send(as_xlsx(line(number=int(SIRETS[0]), trl=8)))
    assert batch.lines.get().values["number"] == SIRETS[0]
    assert batch.lines.get().result == LineResult.VALID


@pytest.mark.parametrize(
    ("delimiter", "encoding"), [(";", "utf-8-sig"), (",", "utf-8"), ("\t", "utf-8"), (";", "cp1252")]
)
def test_csv_of_every_office(send, delimiter, encoding):
    batch = send(as_csv(line(), delimiter=delimiter, encoding=encoding))
    assert batch.lines.get().values["title"] == "Écoute des fuites"


def test_same_line_twice_is_refused_once(send):
    batch = send(as_csv(line(), line(title="  écoute DES fuites ")))
    first, second = batch.lines.for_list()
    assert (first.result, second.result) == ("valid", "refused")
    assert second.problems[0]["why"] == "Même entreprise et même titre qu'à la ligne 2."


def test_public_buyer_is_no_company(send):
    organisation = PublicBuyerFactory().organisation
    Organisation.objects.filter(pk=organisation.pk).update(
        country="FR", identifier_kind="siret", identifier=SIRETS[0]
    )
    assert "à un autre titre" in send(as_csv(line())).lines.get().problems[0]["why"]


def test_contact_stands_in_its_own_column_alone(send):
    read = send(as_csv(line())).lines.get()
    assert read.contact == "contact@ondes.example" and "contact@" not in str(read.values)


def test_template_read_back_holds_no_line(client, partner, send):
    client.force_login(partner)
    for kind in ["csv", "xlsx"]:
        answer = client.get(f"/solutions/imports/modele.{kind}")
        content = answer.getvalue()
        batch = send(SimpleUploadedFile(f"modele.{kind}", content))
        assert (batch.status, batch.line_count, batch.problem) == (ImportStatus.CHECKED, 0, "")


def test_columns_that_are_missing_or_unknown_are_told(send):
    head = [each for each in headers() if each != "Mots clés"] + ["Chiffre d'affaires"]
    cells = [cell for cell, name in zip(line(), headers(), strict=True) if name != "Mots clés"]
    batch = send(as_csv([*cells, "12"], head=head))
    assert batch.problem == (
        "Colonnes absentes, laissées vides : Mots clés. Colonnes inconnues, non lues : Chiffre d'affaires."
    )
    assert batch.valid_count == 1


def test_without_its_titles_a_file_is_unreadable(send):
    batch = send(as_csv(line(), head=["a", "b"]))
    assert batch.status == ImportStatus.UNREADABLE and "« Entreprise »" in batch.problem
    assert not ImportLine.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.pdf", b"%PDF-1.7", "CSV ou XLSX"),
        ("a.csv", b"%PDF-1.7", "pas un tableau lisible"),
        ("a.csv", b"PK\x03\x04", "pas un tableau lisible"),
        ("a.csv", b"a;b\0c", "pas un tableau lisible"),
        ("a.csv", b"  ", "vide"),
        ("a.xlsx", b"a;b;c", "XLSX"),
        ("a.xlsm", b"PK\x03\x04", "CSV ou XLSX"),
    ],
)
def test_other_contents_are_refused_at_the_door(partner, name, content, why):
    with pytest.raises(DomainError, match=why):
        receive_import(structure_of(partner), upload=SimpleUploadedFile(name, content), by=partner)
    assert not SolutionImport.objects.exists()


def test_bomb_is_refused_before_it_is_opened(partner):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"x")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    with pytest.raises(DomainError, match="trop volumineux"):
        receive_import(structure_of(partner), upload=SimpleUploadedFile("a.xlsx", out.getvalue()), by=partner)


def test_too_many_lines_are_refused(send, parameter):
    parameter("import_rows_max", 2)
    batch = send(as_csv(*[line(title=f"Titre {number}") for number in range(3)]))
    assert batch.status == ImportStatus.UNREADABLE and "dépasse 2 lignes" in batch.problem


def test_day_has_a_limit(send, parameter):
    parameter("import_files_per_day", 1)
    send(as_csv(line()))
    with pytest.raises(DomainError, match="revenez demain"):
        send(as_csv(line(title="Autre")))


def test_same_file_sent_twice_is_one(send):
    assert send(as_csv(line())).pk == send(as_csv(line())).pk
    assert SolutionImport.objects.count() == 1


def test_file_is_not_kept_once_it_is_read(send):
    before = stored_names(import_files())
    batch = send(as_csv(line()))
    assert batch.file == "" and stored_names(import_files()) == before
    assert len(batch.sha256) == 64 and batch.file_name == "solutions.csv"
