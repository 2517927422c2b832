"""A need that waits for moderators is taken back by its buyer, as long as nobody has decided."""

import threading

import pytest
from django.db import transaction
from django.urls import reverse

from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import DomainError
from grandest_portal.core.transitions import check_transition
from grandest_portal.notifications.models import Notification, OutgoingEmail
from needs import actions
from needs.actions.common import move
from needs.enums import NEED_TRANSITIONS, NeedStatus
from needs.models import Need
from tests.factories import UserFactory
from tests.needs.test_races import decide_together, together

QUEUE = "/admin/needs/need/?attente=decider"


@pytest.fixture
def desk(client, moderator, dated_data):
    client.force_login(moderator)
    return client


def recall_url(need):
    return reverse("needs:recall", args=[need.pk])


def test_recalled_need_is_a_draft_again_and_nobody_is_told(make_need, agent, outbox):
    need = actions.recall_need(make_need(submitted=True), by=agent)
    need.refresh_from_db()
    assert (need.status, need.is_editable) == (NeedStatus.DRAFT, True)
    entry = history_of(need).get()
    assert (entry.verb, entry.value.actor) == ("need.recalled", agent)
    assert entry.value.payload["before"] == {"status": "submitted"}
    assert not Notification.objects.exists() and not OutgoingEmail.objects.exists()


@pytest.mark.parametrize("status", sorted(set(NeedStatus) - {NeedStatus.SUBMITTED}))
def test_need_that_does_not_wait_is_not_recalled(make_need, agent, status):
    need = make_need(
        status=status,
        published_at="2026-01-01T10:00Z",
        consultation_url="https://profil.example/1",
        direct_purchase_article="R2122-8",
    )
    with pytest.raises(DomainError, match=f"n'attend plus de décision.*« {NeedStatus(status).label} »"):
        actions.recall_need(need, by=agent)
    need.refresh_from_db()
    assert need.status == status and not history_of(need).exists()


def test_recalled_need_leaves_the_queue_and_comes_back_when_it_is_sent(desk, make_need, agent):
    need = make_need(submitted=True)
    assert desk.get(QUEUE).context["cl"].result_count == 1
    actions.recall_need(need, by=agent)
    assert desk.get(QUEUE).context["cl"].result_count == 0
    actions.submit_need(need, by=agent)
    assert desk.get(QUEUE).context["cl"].result_count == 1


def test_moderator_who_had_it_open_reads_why_it_left(desk, make_need, agent):
    need = make_need(submitted=True)
    actions.recall_need(need, by=agent)
    page = reverse("admin:needs_need_change", args=[need.pk])
    decision = reverse("admin:needs_need_decide", args=[need.pk, "publish"])
    answers = [desk.get(page, follow=True), desk.post(decision, {"confirm": "1"}, follow=True)]
    for answer in answers:
        assert "L'acheteur a repris ce besoin pour le corriger" in answer.text.replace("&#x27;", "'")
        assert answer.redirect_chain[-1][0] == "/admin/needs/need/"
    need.refresh_from_db()
    assert need.status == NeedStatus.DRAFT


def test_draft_that_was_never_sent_is_unknown_to_the_desk(desk, make_need):
    decision = reverse("admin:needs_need_decide", args=[make_need().pk, "publish"])
    assert desk.post(decision, {"confirm": "1"}).status_code == 404


def test_buyer_takes_it_back_from_its_page(client, make_need, agent):
    need = make_need(submitted=True)
    client.force_login(agent)
    page = client.get(reverse("needs:detail", args=[need.pk]))
    assert "Reprendre pour corriger" in page.text and recall_url(need) in page.text
    answer = client.post(recall_url(need), follow=True)
    assert answer.redirect_chain == [(reverse("needs:check", args=[need.pk]), 302)]
    assert "de nouveau un brouillon" in answer.text and "Envoyer en relecture" in answer.text
    # Sent once, it is not deleted.
    assert reverse("needs:delete", args=[need.pk]) not in answer.text
    with pytest.raises(DomainError, match="jamais envoyé"):
        actions.trash_need(need, by=agent)


def test_button_pressed_after_the_decision_says_what_was_decided(
    client, make_need, agent, moderator, dated_data
):
    need = make_need(submitted=True)
    client.force_login(agent)
    actions.return_need(need, by=moderator, reason="Dites combien d'écoles.")
    here = reverse("needs:detail", args=[need.pk])
    answer = client.post(recall_url(need), follow=True, headers={"referer": f"http://testserver{here}"})
    assert "n'attend plus de décision" in answer.text.replace("&#x27;", "'")
    assert recall_url(need) not in answer.text
    need.refresh_from_db()
    assert need.status == NeedStatus.RETURNED


@pytest.mark.django_db(transaction=True)
def test_recall_and_decision_at_once_only_one_stands(make_need, agent, dated_data):
    moderator, need = UserFactory(moderator=True), make_need(submitted=True)
    results = decide_together(
        need,
        lambda: actions.recall_need(need, by=agent),
        lambda: actions.publish_need(need, by=moderator),
    )
    (refusal,) = [result for result in results if isinstance(result, DomainError)]
    need.refresh_from_db()
    words = {
        NeedStatus.PUBLISHED: "n'attend plus de décision",
        NeedStatus.DRAFT: "l'état est maintenant « Brouillon »",
    }
    assert words[need.status] in refusal.message
    assert history_of(need).count() == 1
    assert (need.published_at is not None) == (need.status == NeedStatus.PUBLISHED)


@pytest.mark.django_db(transaction=True)
def test_recall_and_decision_without_the_lock_would_both_stand(make_need, agent):
    """The control: the same moves on rows that were read, not locked."""
    moderator, need, read = UserFactory(moderator=True), make_need(submitted=True), threading.Barrier(2)

    def go(status, verb, by):
        with transaction.atomic():
            row = Need.objects.get(pk=need.pk)
            check_transition(row, status, NEED_TRANSITIONS)
            read.wait(10)
            return move(row, status, verb, by=by)

    results = together(
        lambda: go(NeedStatus.DRAFT, "need.recalled", agent),
        lambda: go(NeedStatus.RETURNED, "need.returned", moderator),
    )
    assert [type(result) for result in results] == [Need, Need]
    assert history_of(need).count() == 2
