"""The codes that a draft's own text proposes, in its step: words that count, one button each, nothing chosen."""

import pytest

from grandest_portal.reference.models import CPVCode
from grandest_portal.reference.proposals.model import model
from needs.forms.steps import DomainForm
from tests.needs.test_views_drafting import edit

TITLE = "Entretien des espaces verts et tonte des stades"
EMPTY = {"summary": "", "current_situation": "", "expected_result": ""}


@pytest.fixture
def writer(client, agent):
    client.force_login(agent)
    return client


@pytest.fixture
def proposed(codes):
    """What the text proposes, of which the vocabulary holds each."""
    found = model().proposals(TITLE)
    for each in found:
        CPVCode.objects.get_or_create(
            code=each.code, defaults={"check_digit": "1", "label": f"Libellé {each.code}", "level": 4}
        )
    return found


def test_codes_are_proposed_with_the_words_that_count(writer, make_need, proposed):
    need = make_need(title=TITLE, **EMPTY)
    page = writer.get(edit(need, "domaine"))
    rows = page.context["form"]["cpv"].from_text.rows
    assert [row["code"].code for row in rows] == [each.code for each in proposed]
    assert page.text.count("Codes proposés") == 1
    assert f"d'après : {', '.join(proposed[0].words)}" in page.text.replace("\u00a0", " ").replace(
        "\u202f", " "
    )
    # Nothing is chosen for the person, and « Entrée » presses no proposal.
    assert page.context["form"]["cpv"].value() and {code.code for code in need.cpv.all()} == {"38420000"}
    assert page.text.index("<button hidden>") < page.text.index('name="add"')


def test_a_button_adds_its_code_and_shows_the_step_again(writer, make_need, proposed, places):
    need = make_need(title=TITLE, **EMPTY)
    value = writer.get(edit(need, "domaine")).context["form"]["cpv"].from_text.rows[0]["value"]
    typed = {"cpv": "38420000-5", "territories": [places["57"].pk], "version": need.version, "add": value}
    answer = writer.post(edit(need, "domaine"), typed)
    assert answer.url == f"{edit(need, 'domaine')}?relu=1#id_cpv"
    assert {code.code for code in need.cpv.all()} == {"38420000", proposed[0].code}
    # A code that is held is proposed no more.
    rows = writer.get(answer.url).context["form"]["cpv"].from_text.rows
    assert [row["code"].code for row in rows] == [each.code for each in proposed[1:]]


def test_a_short_text_is_told_and_proposes_nothing(writer, make_need, codes):
    need = make_need(title="Eau", **EMPTY)
    page = writer.get(edit(need, "domaine"))
    assert "encore trop peu" in page.text and 'name="add"' not in page.text


@pytest.mark.parametrize(
    "forged", ["cpv:99999999-9:", "cpv:<script>:", "cpv::", "title:38420000-5:", "cpv:" + "9" * 3000]
)
def test_a_forged_proposal_adds_no_code(writer, make_need, proposed, places, forged):
    need = make_need(title=TITLE, **EMPTY)
    typed = {"cpv": "38420000-5", "territories": [places["57"].pk], "version": need.version, "add": forged}
    assert writer.post(edit(need, "domaine"), typed).status_code in (302, 422)
    need.refresh_from_db()
    assert {code.code for code in need.cpv.all()} == {"38420000"} and need.title == TITLE


def test_a_field_that_is_full_says_so_and_proposes_nothing(writer, make_need, proposed):
    need = make_need(title=TITLE, **EMPTY)
    need.cpv.set(
        [
            CPVCode.objects.create(code=f"9999{n}000", check_digit="1", label=f"Code {n}", level=4)
            for n in range(10)
        ]
    )
    page = writer.get(edit(need, "domaine"))
    assert page.context["form"]["cpv"].from_text.full
    assert "retirez-en un" in page.text and 'name="add"' not in page.text


def test_what_is_all_chosen_is_told(writer, make_need, proposed):
    need = make_need(title=TITLE, **EMPTY)
    need.cpv.set(CPVCode.objects.filter(pk__in=[each.code for each in proposed]))
    page = writer.get(edit(need, "domaine"))
    assert "est déjà choisi" in page.text and 'name="add"' not in page.text


def test_a_code_that_was_typed_and_refused_keeps_its_proposals(writer, make_need, proposed, places):
    """The page is shown again with what was typed: a code among it is proposed no more, the others are."""
    need = make_need(title=TITLE, **EMPTY)
    typed = {
        "cpv": f"{proposed[0].code}\n00000001",
        "territories": [places["57"].pk],
        "version": need.version,
    }
    answer = writer.post(edit(need, "domaine"), typed)
    assert answer.status_code == 422
    rows = answer.context["form"]["cpv"].from_text.rows
    assert [row["code"].code for row in rows] == [each.code for each in proposed[1:]]


def test_a_step_asks_one_query_for_its_proposals(writer, make_need, proposed, django_assert_num_queries):
    need = make_need(title=TITLE, **EMPTY)
    bound = DomainForm(instance=need)["cpv"]
    assert bound.chosen
    with django_assert_num_queries(1):
        assert bound.from_text.rows
