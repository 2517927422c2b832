"""The codes that the text of a solution's draft proposes, in its step of classing."""

import pytest

from grandest_portal.reference.models import CPVCode
from grandest_portal.reference.proposals.model import model
from suppliers.enums import SolutionStatus
from suppliers.forms import WhereForm
from tests.suppliers.helpers import code, member, solution_in
from tests.suppliers.test_drafting import url

pytestmark = pytest.mark.django_db

TEXT = {
    "title": "Entretien des espaces verts",
    "problem_solved": "Tonte des stades",
    "description": "Fauchage",
}
STEP = "classement"


@pytest.fixture
def proposed():
    found = model().proposals("\n".join(TEXT.values()))
    for each in found:
        code(each.code, f"Libellé {each.code}")
    return found


@pytest.fixture
def draft(client):
    solution = solution_in(SolutionStatus.DRAFT, **TEXT)
    client.force_login(member(solution.company))
    return solution


def test_codes_are_proposed_and_a_button_adds_one(client, draft, proposed):
    page = client.get(url("solution_edit", draft, STEP))
    rows = page.context["form"]["cpv"].from_text.rows
    assert [row["code"].code for row in rows] == [each.code for each in proposed]
    assert all(", ".join(each.words) in page.content.decode() for each in proposed)
    assert {row.code for row in draft.cpv.all()} == {"38420000"}
    typed = {
        "version": draft.version,
        "cpv": "38420000-5",
        "keywords": "",
        "link": "",
        "add": rows[0]["value"],
    }
    answer = client.post(url("solution_edit", draft, STEP), typed)
    assert answer.url == f"{url('solution_edit', draft, STEP)}?relu=1#id_cpv"
    assert {row.code for row in draft.cpv.all()} == {"38420000", proposed[0].code}


def test_a_short_text_is_told_and_proposes_nothing(client, draft):
    type(draft).objects.filter(pk=draft.pk).update(title="Eau", problem_solved="", description="")
    page = client.get(url("solution_edit", draft, STEP)).content.decode()
    assert "encore trop peu" in page and 'name="add"' not in page


def test_a_code_that_the_vocabulary_lacks_is_not_proposed(client, draft, proposed):
    CPVCode.objects.filter(pk=proposed[0].code).delete()
    rows = client.get(url("solution_edit", draft, STEP)).context["form"]["cpv"].from_text.rows
    assert [row["code"].code for row in rows] == [each.code for each in proposed[1:]]


@pytest.mark.parametrize("forged", ["cpv:99999999-9:", "cpv:<script>:", "keywords:38420000-5:"])
def test_a_forged_proposal_adds_no_code(client, draft, proposed, forged):
    typed = {"version": draft.version, "cpv": "38420000-5", "keywords": "", "link": "", "add": forged}
    assert client.post(url("solution_edit", draft, STEP), typed).status_code in (302, 422)
    assert {row.code for row in draft.cpv.all()} == {"38420000"}


def test_a_published_sheet_proposes_nothing(draft):
    draft.status = SolutionStatus.PUBLISHED
    assert WhereForm(instance=draft)["cpv"].from_text is None


def test_five_codes_leave_no_room_for_a_proposal(client, draft, proposed):
    draft.cpv.set([code(f"9999{n}000", f"Code {n}") for n in range(5)])
    page = client.get(url("solution_edit", draft, STEP))
    assert page.context["form"]["cpv"].from_text.full and 'name="add"' not in page.content.decode()


def test_a_sixth_code_taken_from_a_page_that_is_out_of_date_is_refused(client, draft, proposed):
    draft.cpv.set([code(f"9999{n}000", f"Code {n}") for n in range(5)])
    typed = {
        "version": draft.version,
        "cpv": "\n".join(f"9999{n}000" for n in range(5)),
        "keywords": "",
        "link": "",
        "add": f"cpv:{proposed[0].code}-1:",
    }
    answer = client.post(url("solution_edit", draft, STEP), typed)
    assert answer.status_code == 422 and draft.cpv.count() == 5


def test_a_hostile_text_is_shown_as_text(client, draft, proposed):
    type(draft).objects.filter(pk=draft.pk).update(description="Tonte <script>alert(1)</script> des stades")
    page = client.get(url("solution_edit", draft, STEP))
    assert "<script>alert" not in page.content.decode()
