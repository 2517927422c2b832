"""The census as a file: the same solutions as on the page, and nothing that is not public."""

import csv
import io

import openpyxl
import pytest
from django.urls import reverse

from grandest_portal.reference.models import Parameter
from suppliers.enums import SolutionStatus
from suppliers.models import Solution
from tests.suppliers.helpers import solution_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dated_data")]
LIST = "/solutions/"


def csv_rows(client, query=None, address=""):
    response = client.get(address or reverse("suppliers:export_csv"), query)
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def xlsx_rows(client, query=None):
    content = b"".join(client.get(reverse("suppliers:export_xlsx"), query).streaming_content)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@pytest.mark.parametrize(
    "query", [{}, {"fournie": "88"}, {"q": "moselle"}, {"q": "moselle", "fournie": "08"}, {"secteur": "x"}]
)
def test_files_hold_the_solutions_of_the_list_with_what_they_serve(client, scene, query):
    page = client.get(LIST, query)
    shown = sorted(solution.reference for solution in page.context["page_obj"])
    served = {
        "Partout": "partout",
        "Région": "toute la région",
        "Moselle": "Moselle",
        "Deux": "Moselle, Vosges",
    }
    linked = csv_rows(client, address=page.context["addresses"]["csv"])
    for rows in [csv_rows(client, query), xlsx_rows(client, query), linked]:
        assert sorted(row[0] for row in rows[1:]) == shown
        place = rows[0].index("Peut être fournie")
        assert {row[1]: row[place] for row in rows[1:]} == {row[1]: served[row[1]] for row in rows[1:]}


def test_formulas_are_neutralised_and_drafts_left_out(client, sectors):
    for status in SolutionStatus:
        solution_in(status, title="=1+1" if status == SolutionStatus.PUBLISHED else "Secret")
    assert [row[1] for row in csv_rows(client)] == ["Titre", "'=1+1"]
    assert [row[1] for row in xlsx_rows(client)] == ["Titre", "=1+1"]


def test_a_file_that_is_cut_says_so_in_its_last_row(client, scene):
    Parameter.objects.filter(key="export_rows_max").update(value=2)
    rows = csv_rows(client)
    assert len(rows) == 4
    assert rows[-1][0].startswith("Fichier limité aux 2 premières solutions")


@pytest.mark.parametrize("rows", [1, 3])
def test_files_ask_the_same_queries_whatever_their_length(client, sectors, rows, django_assert_num_queries):
    for _row in range(rows):
        solution_in(SolutionStatus.PUBLISHED)
    with django_assert_num_queries(5):
        csv_rows(client)
    assert Solution.objects.count() == rows
