"""Needs on the moderation desk."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from grandest_portal.core.audit import history_of
from grandest_portal.core.dates import date_words
from needs.enums import NeedStatus
from needs.models import Need
from tests.factories import NeedFactory, UserFactory, buyer_user
from tests.screens import all_confirmed, confirmed

LIST = "/admin/needs/need/"


@pytest.fixture
def desk(client, moderator, dated_data):
    client.force_login(moderator)
    return client


def change(need):
    return reverse("admin:needs_need_change", args=[need.pk])


def decision(need, verb):
    return reverse("admin:needs_need_decide", args=[need.pk, verb])


def test_list_shows_all_but_drafts(desk, make_need):
    make_need(title="Brouillon secret")
    for status in [NeedStatus.SUBMITTED, NeedStatus.RETURNED, NeedStatus.REJECTED]:
        make_need(title=f"Besoin {status}", status=status)
    text = desk.get(LIST).text
    assert "Brouillon secret" not in text
    assert [status in text for status in ["Besoin submitted", "Besoin returned", "Besoin rejected"]] == [
        True
    ] * 3


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_queries_for_one_row_and_for_three(
    desk, make_need, rows, django_assert_num_queries
):
    for _row in range(rows):
        make_need(submitted=True)
    with django_assert_num_queries(8):
        desk.get(LIST)


@pytest.mark.parametrize(
    "query", ["?q=Fuites", "?q=Organisation", "?status__exact=submitted", "?source__exact=portal"]
)
def test_list_searches_and_filters(desk, make_need, query):
    make_need(title="Fuites d'eau", submitted=True)
    assert "Fuites d&#x27;eau" in desk.get(LIST + query).text


def test_a_draft_has_no_page(desk, make_need):
    need = make_need()
    assert desk.get(change(need)).status_code == 302
    assert desk.get(decision(need, "publish")).status_code == 404


def test_a_submitted_need_offers_three_decisions(desk, make_need):
    need = make_need(submitted=True)
    page = desk.get(change(need))
    assert [verb.name for verb in page.context["verbs"]] == ["publish", "return", "reject"]
    assert need.expected_result in page.text.replace("&#x27;", "'")
    assert "38420000-5" in page.text


def test_nothing_can_be_typed_over(desk, make_need, client):
    need = make_need(submitted=True, title="Tel qu'écrit")
    for user in [None, UserFactory(admin=True)]:
        if user:
            client.force_login(user)
        desk.post(change(need), {"title": "Réécrit", "status": "published"})
        need.refresh_from_db()
        assert (need.title, need.status) == ("Tel qu'écrit", NeedStatus.SUBMITTED)
    assert desk.get(LIST + "add/").status_code == 403
    assert desk.get(f"{LIST}{need.pk}/delete/").status_code == 403


def test_publish_button_publishes(desk, make_need, moderator):
    need = make_need(submitted=True)
    desk.get(decision(need, "publish"))
    assert Need.objects.get().status == NeedStatus.SUBMITTED
    answer = desk.post(decision(need, "publish"), confirmed(need), follow=True)
    assert f"Besoin publié : B-{need.pk} – {need.title}" in answer.text.replace("&#x27;", "'")
    assert Need.objects.get().status == NeedStatus.PUBLISHED
    assert history_of(need).get().value.actor == moderator


@pytest.mark.parametrize(
    ("verb", "status", "key"),
    [("return", NeedStatus.RETURNED, ""), ("reject", NeedStatus.REJECTED, "hors_objet")],
)
def test_buttons_with_a_reason_ask_for_it(desk, make_need, verb, status, key):
    need = make_need(submitted=True)
    desk.post(decision(need, verb), {**confirmed(need), "reason": " "})
    assert Need.objects.get().status == NeedStatus.SUBMITTED
    desk.post(decision(need, verb), {**confirmed(need), "reason": "Combien d'écoles ?", "reason_key": key})
    need.refresh_from_db()
    assert (need.status, need.moderation_reason_key) == (status, key)
    assert need.moderation_reason.endswith("Combien d'écoles ?")


def test_publish_in_bulk_lists_what_was_refused(desk, make_need):
    good, late = (
        make_need(submitted=True),
        make_need(submitted=True, sourcing_days=None),
    )
    announced = NeedFactory(buyer=None, source="open_data", source_id="1", published=True)
    data = all_confirmed(good, late, announced, action="publish")
    answer = desk.post(LIST, data, follow=True)
    assert "1 besoin publié." in answer.text
    assert f"{late} : Dites combien de jours ouvrés" in answer.text.replace("&#x27;", "'")
    assert "Échanges ouverts" in answer.text
    assert set(Need.objects.published()) == {good, announced}


def test_return_in_bulk_gives_the_same_reason(desk, make_need):
    needs = [make_need(submitted=True), make_need(submitted=True)]
    data = {"action": "return", "_selected_action": [need.pk for need in needs]}
    assert Need.objects.filter(status=NeedStatus.SUBMITTED).count() == 2
    desk.post(LIST, data)
    assert Need.objects.filter(status=NeedStatus.SUBMITTED).count() == 2
    desk.post(LIST, all_confirmed(*needs, action="return", reason="Précisez."))
    assert set(Need.objects.values_list("status", "moderation_reason")) == {("returned", "Précisez.")}


def test_a_moderator_of_the_same_organisation_is_refused(client, agent, make_need):
    agent.is_staff = True
    agent.save(update_fields=["is_staff"])
    client.force_login(agent)
    need = make_need(submitted=True)
    answer = client.post(decision(need, "publish"), confirmed(need), follow=True)
    assert "votre propre organisation" in answer.text
    assert Need.objects.get().status == NeedStatus.SUBMITTED


def test_history_shows_who_decided(desk, make_need, moderator):
    need = make_need(submitted=True)
    desk.post(decision(need, "return"), {**confirmed(need), "reason": "Combien d'écoles ?"})
    text = desk.get(f"{LIST}{need.pk}/history/").text
    assert str(moderator) in text
    assert "Combien d&#x27;écoles ?" in text


@pytest.mark.parametrize("person", [buyer_user, UserFactory])
def test_the_desk_is_closed_to_others(client, make_need, person):
    client.force_login(person())
    need = make_need(submitted=True)
    for url in [LIST, change(need), decision(need, "publish")]:
        assert client.get(url).status_code in {302, 403}
    client.post(decision(need, "publish"), confirmed(need))
    assert Need.objects.get().status == NeedStatus.SUBMITTED


def test_the_list_says_that_a_changed_text_waits_and_since_when(desk, make_need):
    since = timezone.now() - timedelta(days=2)
    changed = make_need(published=True, version=3, approved_version=2, amended_at=since)
    text = desk.get(LIST).text
    assert f"modification à relire, depuis le {date_words(timezone.localtime(since))}" in text
    # The control: once it is read again, nothing waits.
    Need.objects.filter(pk=changed.pk).update(approved_version=3)
    assert "modification à relire" not in desk.get(LIST).text


def test_the_languages_of_exchanges_are_named(desk, make_need):
    need = make_need(submitted=True, languages=["fr", "de"])
    text = desk.get(change(need)).text
    assert "Français, Allemand" in text
