"""What moderators decide."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from grandest_portal.accounts.models import Organisation
from grandest_portal.core.audit import history_of
from grandest_portal.core.errors import DomainError
from grandest_portal.core.models import Job
from grandest_portal.core.versions import versions_of
from grandest_portal.notifications.models import Notification
from needs.actions import publish_need, reject_need, return_need
from needs.enums import NeedStatus
from tests.factories import MembershipFactory

PARIS = ZoneInfo("Europe/Paris")
DECISIONS = [
    (publish_need, {}),
    (return_need, {"reason": "Précisez."}),
    (reject_need, {"reason": "Hors sujet."}),
]


def jobs():
    return [(job.name, job.args) for job in Job.objects.exclude(name="notifications.deliver_email")]


def test_publish_need_opens_it_and_asks_for_matches(agent, make_need, moderator):
    need = publish_need(make_need(submitted=True), by=moderator)
    need.refresh_from_db()
    assert need.status == NeedStatus.PUBLISHED
    assert abs(need.published_at - timezone.now()) < timedelta(minutes=1)
    assert history_of(need).get().verb == "need.published"
    assert jobs() == [("needs.match_need", [need.pk])]
    told = Notification.objects.get()
    assert (told.user, told.kind, told.path) == (agent, "needs.published", f"/besoins/{need.pk}/")


def test_publish_need_refuses_an_organisation_that_is_not_verified(agent, make_need, moderator):
    Organisation.objects.update(verified_at=None)
    need = make_need(submitted=True)
    with pytest.raises(DomainError, match="Vérifiez d'abord l'organisation"):
        publish_need(need, by=moderator)
    need.refresh_from_db()
    assert (need.status, jobs()) == (NeedStatus.SUBMITTED, [])


def test_publish_need_counts_its_window_from_the_day_in_paris(make_need, moderator):
    # 23:30 on 9 March in UTC is already 10 March in Paris; Good Friday 2027 is 26 March, Easter Monday the 29th.
    at = datetime(2027, 3, 10, 0, 30, tzinfo=PARIS)
    need = publish_need(make_need(submitted=True, sourcing_days=14), by=moderator, at=at)
    assert (need.published_at, need.sourcing_open_until) == (at, date(2027, 4, 1))


def test_publish_need_keeps_the_version_that_was_read(make_need, moderator):
    need = publish_need(make_need(submitted=True, version=4), by=moderator)
    kept = versions_of(need, public_only=True).get()
    assert (kept.number, need.approved_version, need.awaits_review) == (4, 4, False)
    assert kept.content["title"] == need.title


def test_publish_need_refuses_an_empty_window(make_need, moderator):
    with pytest.raises(DomainError, match="combien de jours ouvrés"):
        publish_need(make_need(submitted=True, sourcing_days=None), by=moderator)


@pytest.mark.parametrize(
    ("decide", "status", "verb", "kind"),
    [
        (return_need, NeedStatus.RETURNED, "need.returned", "needs.returned"),
        (reject_need, NeedStatus.REJECTED, "need.rejected", "needs.rejected"),
    ],
)
def test_decisions_with_a_reason_store_and_tell_it(agent, make_need, moderator, decide, status, verb, kind):
    need = decide(make_need(submitted=True), by=moderator, reason="  Dites combien d'écoles.  ")
    need.refresh_from_db()
    assert (need.status, need.moderation_reason) == (status, "Dites combien d'écoles.")
    entry = history_of(need).get()
    assert (entry.verb, entry.value.payload["reason"]) == (verb, "Dites combien d'écoles.")
    told = Notification.objects.get()
    assert (told.user, told.kind) == (agent, kind)
    assert "Dites combien d'écoles." in told.body
    assert jobs() == []


@pytest.mark.parametrize("decide", [return_need, reject_need])
def test_decisions_want_a_reason(make_need, moderator, decide):
    with pytest.raises(DomainError, match="Dites à l'acheteur") as refusal:
        decide(make_need(submitted=True), by=moderator, reason="  ")
    assert refusal.value.field == "reason"


@pytest.mark.parametrize(("decide", "options"), DECISIONS)
def test_decisions_refuse_a_moderator_of_the_same_organisation(agent, make_need, decide, options):
    agent.is_staff = True
    agent.save(update_fields=["is_staff"])
    with pytest.raises(DomainError, match="votre propre organisation"):
        decide(make_need(submitted=True), by=agent, **options)


@pytest.mark.parametrize(("decide", "options"), DECISIONS)
def test_decisions_are_open_to_the_system(make_need, decide, options):
    assert decide(make_need(submitted=True), by=None, **options).status != NeedStatus.SUBMITTED


@pytest.mark.parametrize("status", sorted(set(NeedStatus) - {NeedStatus.SUBMITTED}))
@pytest.mark.parametrize(("decide", "options"), DECISIONS)
def test_decisions_refuse_every_other_state(make_need, moderator, status, decide, options):
    need = make_need(
        status=status,
        published_at=timezone.now(),
        consultation_url="https://profil.example/1",
        direct_purchase_article="R2122-8",
    )
    with pytest.raises(DomainError, match="n'est plus possible"):
        decide(need, by=moderator, **options)
    need.refresh_from_db()
    assert need.status == status


def test_decisions_tell_approved_people_and_the_author_only(agent, make_need, moderator):
    organisation = agent.buyer.organisation
    colleague = MembershipFactory(organisation=organisation).user
    waiting = MembershipFactory(organisation=organisation, waiting=True).user
    writer = MembershipFactory(organisation=organisation, waiting=True).user
    return_need(make_need(submitted=True, author=writer), by=moderator, reason="Précisez.")
    told = set(Notification.objects.values_list("user", flat=True))
    assert told == {agent.pk, colleague.pk, writer.pk}
    assert waiting.pk not in told
