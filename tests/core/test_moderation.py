"""The moderation desk, seen through the first room that uses it: memberships that await a decision."""

from datetime import timedelta

import pytest
from django.contrib.admin import helpers
from django.urls import reverse
from django.utils import timezone

from grandest_portal.accounts.models import Membership
from grandest_portal.core.audit import record, seal_entries
from grandest_portal.core.history import lines_of
from grandest_portal.core.models import AuditEntry, AuditValue
from tests.factories import MembershipFactory, UserFactory, company_user
from tests.screens import all_confirmed, confirmed

LIST = "admin:accounts_membership_changelist"


def waiting(**fields):
    return MembershipFactory(waiting=True, **fields)


def decide_url(membership, verb):
    return reverse("admin:accounts_membership_decide", args=[membership.pk, verb])


def status(membership):
    return Membership.objects.get(pk=membership.pk).status


def text(response):
    return response.content.decode()


@pytest.fixture
def moderator(client, db):
    user = UserFactory(moderator=True)
    client.force_login(user)
    return user


def test_desk_counts_what_waits_and_leads_to_the_oldest(client, moderator):
    waiting(requested_at=timezone.now())
    oldest = waiting(requested_at=timezone.now() - timedelta(days=3))
    MembershipFactory()
    page = client.get(reverse("admin:index"))
    queue = next(each for each in page.context["queues"] if "membership" in each["url"])
    assert (queue["count"], queue["first_url"]) == (
        2,
        reverse("admin:accounts_membership_change", args=[oldest.pk]),
    )
    assert client.get(queue["url"]).context["cl"].result_count == queue["count"]
    assert "3\xa0jours" in text(page)


def test_desk_puts_the_oldest_queue_first_and_empty_ones_last(client, moderator):
    waiting()
    queues = client.get(reverse("admin:index")).context["queues"]
    assert [bool(queue["count"]) for queue in queues] == sorted(
        [bool(queue["count"]) for queue in queues], reverse=True
    )


@pytest.mark.parametrize(
    ("state", "labels"),
    [
        ("requested", ["Valider le rattachement", "Refuser avec une raison"]),
        ("refused", ["Valider le rattachement"]),
        ("approved", []),
        ("ended", []),
    ],
)
def test_page_offers_the_verbs_of_the_state(client, moderator, state, labels):
    membership = MembershipFactory(status=state)
    page = client.get(reverse("admin:accounts_membership_change", args=[membership.pk]))
    assert [str(verb.label) for verb in page.context["verbs"]] == labels
    assert all(label in text(page) for label in labels)


def test_button_decides_and_says_so(client, moderator):
    membership = waiting()
    response = client.post(decide_url(membership, "approve"), confirmed(membership), follow=True)
    assert (status(membership), response.redirect_chain[0][0]) == (
        "approved",
        reverse("admin:accounts_membership_change", args=[membership.pk]),
    )
    assert f"Rattachement validé : {membership}" in text(response)


@pytest.mark.parametrize("verb", ["approve", "refuse"])
def test_get_shows_the_question_and_changes_nothing(client, moderator, verb):
    membership = waiting()
    entries = AuditEntry.objects.count()
    response = client.get(decide_url(membership, verb), {**confirmed(membership), "reason": "Une raison."})
    assert (response.status_code, status(membership), AuditEntry.objects.count()) == (
        200,
        "requested",
        entries,
    )


def test_post_without_confirmation_changes_nothing(client, moderator):
    membership = waiting()
    assert client.post(decide_url(membership, "approve")).status_code == 200
    assert status(membership) == "requested"


@pytest.mark.parametrize("reason", ["", "   ", "\n\t", "\u200b"])
def test_reason_is_required_in_words(client, moderator, reason):
    membership = waiting()
    response = client.post(decide_url(membership, "refuse"), {**confirmed(membership), "reason": reason})
    assert (response.status_code, status(membership)) == (422, "requested")
    assert "Écrivez la raison." in text(response) and "<title>Erreur :" in text(response)
    assert 'href="#id_reason"' in text(response)


def test_reason_reaches_the_decision(client, moderator):
    membership = waiting()
    client.post(decide_url(membership, "refuse"), {**confirmed(membership), "reason": "Pièce illisible."})
    membership.refresh_from_db()
    assert (membership.status, membership.decision_reason) == ("refused", "Pièce illisible.")


def test_decision_taken_meanwhile_is_said_calmly(client, moderator):
    membership = MembershipFactory()
    response = client.post(decide_url(membership, "approve"), confirmed(membership), follow=True)
    assert "Cette action n&#x27;est plus possible : l&#x27;état est maintenant « Validé »." in text(response)
    assert "1 rattachement" not in text(response)


def test_own_organisation_is_refused(client, moderator):
    mine = MembershipFactory(user=moderator)
    colleague = waiting(organisation=mine.organisation)
    response = client.post(decide_url(colleague, "approve"), confirmed(colleague), follow=True)
    assert status(colleague) == "requested"
    assert "Vous ne pouvez pas décider pour votre propre organisation." in text(response)


@pytest.mark.parametrize("verb", ["unknown", "delete_selected"])
def test_unknown_verb_is_not_found(client, moderator, verb):
    url = reverse("admin:accounts_membership_decide", args=[waiting().pk, "x"]).replace("/x/", f"/{verb}/")
    assert client.post(url, {"confirm": "1"}).status_code == 404


def bulk(client, verb, memberships, **data):
    chosen = {helpers.ACTION_CHECKBOX_NAME: [membership.pk for membership in memberships]}
    return client.post(reverse(LIST), {"action": verb, **chosen, **data}, follow=True)


def test_bulk_action_asks_then_decides_each_and_lists_what_was_refused(client, moderator):
    good, other = waiting(), waiting()
    own = waiting(organisation=MembershipFactory(user=moderator).organisation)
    late = MembershipFactory(status="ended")
    asked = bulk(client, "approve", [good, other, own, late])
    assert [status(each) for each in (good, other, own)] == ["requested"] * 3
    assert asked.templates[0].name == "admin/moderation_confirm.html"
    rows = [good, other, own, late]
    answer = bulk(client, "approve", rows, **all_confirmed(*rows))
    assert [status(each) for each in (good, other, own, late)] == [
        "approved",
        "approved",
        "requested",
        "ended",
    ]
    said = [str(message) for message in answer.context["messages"]]
    assert said[-1] == "2 rattachements validés."
    assert sorted(sentence.split(" : ")[0] for sentence in said[:-1]) == sorted([str(own), str(late)])


def test_bulk_confirmation_repeats_the_choice(client, moderator):
    rows = [waiting(), waiting()]
    page = text(bulk(client, "refuse", rows))
    for row in rows:
        assert f'name="_selected_action" value="{row.pk}"' in page
    assert 'name="action" value="refuse"' in page and 'name="reason"' in page


def test_bulk_reason_is_required(client, moderator):
    membership = waiting()
    response = bulk(client, "refuse", [membership], confirm="1", reason=" ")
    assert (response.status_code, status(membership)) == (422, "requested")


@pytest.mark.parametrize("person", [None, UserFactory, company_user])
@pytest.mark.parametrize("verb", ["approve", "refuse"])
def test_only_the_staff_decides(client, db, person, verb):
    if person:
        client.force_login(person())
    membership = waiting()
    response = client.post(decide_url(membership, verb), {**confirmed(membership), "reason": "Une raison."})
    assert (response.status_code, status(membership)) in [(302, "requested"), (403, "requested")]


def test_deactivated_moderator_is_out(client, moderator):
    moderator.is_active = False
    moderator.save(update_fields=["is_active"])
    membership = waiting()
    client.post(decide_url(membership, "approve"), confirmed(membership))
    assert status(membership) == "requested"


@pytest.mark.parametrize("page", ["add", "delete"])
def test_nothing_is_added_or_deleted_by_hand(client, moderator, page):
    membership = waiting()
    args = [] if page == "add" else [membership.pk]
    assert (
        client.post(reverse(f"admin:accounts_membership_{page}", args=args), {"post": "yes"}).status_code
        == 403
    )
    assert Membership.objects.filter(pk=membership.pk).exists()


def test_texts_and_states_are_not_typed_over(client, moderator):
    membership = waiting()
    url = reverse("admin:accounts_membership_change", args=[membership.pk])
    assert client.post(url, {"status": "approved", "role": "editor"}).status_code == 403
    assert status(membership) == "requested"


def test_history_tells_in_words_who_did_what(client, moderator):
    membership = waiting()
    client.post(decide_url(membership, "refuse"), {**confirmed(membership), "reason": "Pièce illisible."})
    line = lines_of(membership, reader=moderator)[0]
    assert (str(line.verb), line.actor, line.reason, line.sealed) == (
        "Rattachement refusé",
        str(moderator),
        "Pièce illisible.",
        False,
    )
    assert [(change.label, change.before, change.after) for change in line.changes] == [
        ("état", "En attente de vérification", "Refusé")
    ]
    page = text(client.get(reverse("admin:accounts_membership_history", args=[membership.pk])))
    assert "Rattachement refusé" in page and "en attente" in page


def test_history_says_what_was_sealed_and_what_was_erased(client, moderator):
    membership = waiting()
    record(membership, "membership.ended", by=moderator, after={"status": "ended"})
    seal_entries()
    AuditValue.objects.all().delete()
    line = lines_of(membership, reader=moderator)[0]
    assert (line.actor, line.changes, line.sealed) == ("effacé", [], True)
    page = text(client.get(reverse("admin:accounts_membership_history", args=[membership.pk])))
    assert "effacé" in page and "scellé" in page


def test_history_of_nothing_says_so(client, moderator):
    page = text(client.get(reverse("admin:accounts_membership_history", args=[waiting().pk])))
    assert "Rien n&#x27;est consigné" in page or "Rien n'est consigné" in page


def test_password_is_changed_in_one_place_only(client, moderator):
    assert client.get(reverse("admin:password_change")).url == reverse("account_change_password")


def test_admin_login_is_the_portals_own(client, db):
    response = client.post(reverse("admin:login"), {"username": "x", "password": "y"})
    assert (response.status_code, response.url.split("?")[0]) == (302, reverse("account_login"))


def test_list_puts_what_waits_first_then_what_was_decided(client, moderator):
    now = timezone.now()
    decided = [MembershipFactory(requested_at=now - timedelta(days=days)) for days in (9, 2)]
    recent, oldest = [waiting(requested_at=now - timedelta(days=days)) for days in (1, 5)]
    rows = client.get(reverse(LIST)).context["cl"].result_list
    assert list(rows) == [oldest, recent, decided[1], decided[0]]
