"""What the browser stores while a person types."""

import uuid

import pytest

from grandest_portal.core.versions import versions_of
from needs.models import Need
from tests.factories import MembershipFactory, buyer_user

CREATE = "/besoins/nouveau/"
QUIET = {"X-Autosave": "1"}


@pytest.fixture
def writer(client, agent):
    client.force_login(agent)
    return client


def test_page_of_a_draft_says_that_it_saves_by_itself(writer, make_need):
    assert "data-autosave" in writer.get(f"/besoins/{make_need().pk}/modifier/besoin/").text
    page = writer.get(CREATE).text
    assert "data-autosave" in page and 'name="form_token"' in page


def test_a_new_draft_is_made_once_and_goes_on(writer):
    token = str(uuid.uuid4())
    first = writer.post(CREATE, {"title": "Fui", "summary": "", "form_token": token}, headers=QUIET)
    need = Need.objects.get()
    assert first.status_code == 200
    assert first.json()["left"] == []
    assert first.json()["url"] == f"/besoins/{need.pk}/modifier/besoin/"
    assert first.json()["version"] == 1 and " h " in first.json()["saved_at"]
    # The same page sent by its button, as without script: the same draft.
    answer = writer.post(CREATE, {"title": "Fuites", "summary": "Trouver.", "form_token": token})
    assert answer.url == f"/besoins/{need.pk}/modifier/resultat/"
    assert Need.objects.get().title == "Fuites"


def test_an_unfinished_answer_is_stored_and_what_cannot_be_read_left_out(writer, make_need):
    need = make_need(budget_band="lt_40k")
    url = f"/besoins/{need.pk}/modifier/calendrier/"
    data = {
        "budget_band": "40k_100k",
        "procedure": "adapted",
        "maturity": "any",
        "sourcing_days": "un",
        "version": "1",
    }
    answer = writer.post(url, data, headers=QUIET)
    assert answer.json()["version"] == 2
    (left,) = answer.json()["left"]
    assert "durée" in left["label"].lower()
    assert left["message"] == "Écrivez un nombre entier de jours ouvrés. Exemple : 30."
    need.refresh_from_db()
    assert (need.budget_band, need.sourcing_days) == ("40k_100k", 30)
    assert not versions_of(need, public_only=False).exists()


def test_a_conflict_is_said_and_stores_nothing(writer, make_need):
    need = make_need(title="Avant")
    url = f"/besoins/{need.pk}/modifier/besoin/"
    writer.post(url, {"title": "D'un onglet", "summary": "x", "version": "1"}, headers=QUIET)
    answer = writer.post(url, {"title": "De l'autre", "summary": "x", "version": "1"}, headers=QUIET)
    assert answer.status_code == 409
    assert "autre version" in answer.json()["message"]
    assert Need.objects.get().title == "D'un onglet"


def test_another_hat_stores_nothing(writer, make_need):
    need = make_need(title="Avant")
    url = f"/besoins/{need.pk}/modifier/besoin/"
    answer = writer.post(url, {"title": "Après", "summary": "x", "acting": "999"}, headers=QUIET)
    assert answer.status_code == 409
    assert Need.objects.get().title == "Avant"


def test_a_published_need_never_saves_by_itself(writer, make_need):
    need = make_need(published=True, title="Avant")
    url = f"/besoins/{need.pk}/amender/besoin/"
    answer = writer.post(url, {"title": "Après", "summary": "x", "version": "1"}, headers=QUIET)
    assert answer.status_code == 422
    assert Need.objects.get().title == "Avant"


def test_rights_are_those_of_the_page(client, agent, make_need):
    need = make_need(title="Avant")
    reader = MembershipFactory(organisation=agent.buyer.organisation, role="reader").user
    for user, code in [(reader, 403), (buyer_user(), 404)]:
        client.force_login(user)
        url = f"/besoins/{need.pk}/modifier/besoin/"
        assert client.post(url, {"title": "Après"}, headers=QUIET).status_code == code
    assert Need.objects.get().title == "Avant"


@pytest.mark.parametrize("data", [{}, {"title": "\x00"}, {"title": "a" * 10_000}, {"title": ["a", "b"]}])
def test_strange_input_is_no_fault(writer, make_need, data):
    need = make_need()
    assert writer.post(f"/besoins/{need.pk}/modifier/besoin/", data, headers=QUIET).status_code == 200


@pytest.mark.parametrize("half", [{"foreign_summary": "Find leaks."}, {"foreign_language": "en"}])
def test_half_of_two_answers_that_go_together_waits_for_the_other(writer, make_need, half):
    need = make_need()
    url = f"/besoins/{need.pk}/modifier/contact/"
    answer = writer.post(url, {"contact_name": "Dominique", "contact_role": "Eau", **half}, headers=QUIET)
    assert answer.status_code == 200 and len(answer.json()["left"]) == 1
    need.refresh_from_db()
    assert (need.contact_name, need.foreign_summary, need.foreign_language) == ("Dominique", "", "")
