"""What moderators decide."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from grandest_portal.accounts.models import Organisation
from grandest_portal.core.audit import history_of
from grandest_portal.core.dates import date_words
from grandest_portal.core.errors import DomainError
from grandest_portal.core.models import Job
from grandest_portal.core.versions import versions_of
from grandest_portal.notifications.models import Notification
from grandest_portal.reference.models import ModerationReason
from needs.actions import publish_need, reject_need, return_need
from needs.enums import NeedStatus
from tests.factories import MembershipFactory

pytestmark = pytest.mark.usefixtures("dated_data")

PARIS = ZoneInfo("Europe/Paris")
DECISIONS = [
    (publish_need, {}),
    (return_need, {"reason": "Précisez."}),
    (reject_need, {"reason": "Hors sujet.", "reason_key": "hors_objet"}),
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
    options = {"reason": "  Dites combien d'écoles.  ", "reason_key": "specification_orientee"}
    need = decide(make_need(submitted=True), by=moderator, **options)
    need.refresh_from_db()
    listed = ModerationReason.objects.get(key="specification_orientee")
    said = f"{listed.text}\n\nSource : {listed.source}.\n\nDites combien d'écoles."
    assert (need.status, need.moderation_reason, need.moderation_reason_key) == (status, said, listed.key)
    entry = history_of(need).get()
    assert (entry.verb, entry.value.payload["reason"]) == (verb, said)
    assert entry.value.payload["after"]["moderation_reason_key"] == listed.key
    told = Notification.objects.get()
    assert (told.user, told.kind) == (agent, kind)
    assert "Dites combien d'écoles." in told.body
    assert jobs() == []


def test_a_return_may_be_written_without_the_list(make_need, moderator):
    need = return_need(make_need(submitted=True), by=moderator, reason="  Dites combien d'écoles.  ")
    assert (need.moderation_reason, need.moderation_reason_key) == ("Dites combien d'écoles.", "")
    assert history_of(need).get().value.payload["reason"] == "Dites combien d'écoles."


def test_a_return_wants_a_reason(make_need, moderator):
    with pytest.raises(DomainError, match="Dites à l'acheteur") as refusal:
        return_need(make_need(submitted=True), by=moderator, reason="  ")
    assert refusal.value.field == "reason"


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("", "Choisissez une raison"),
        ("trop_vague", "n'est plus dans la liste"),  # serves returns only
        ("publicite", "n'est plus dans la liste"),  # is for solutions
        ("signale_autre", "n'est plus dans la liste"),
        ("inconnue", "n'est plus dans la liste"),
    ],
)
def test_a_rejection_wants_a_reason_of_the_list(make_need, moderator, key, sentence):
    need = make_need(submitted=True)
    with pytest.raises(DomainError, match=sentence) as refusal:
        reject_need(need, by=moderator, reason="Une phrase libre ne suffit pas.", reason_key=key)
    need.refresh_from_db()
    assert (refusal.value.field, need.status) == ("reason_key", NeedStatus.SUBMITTED)


@pytest.mark.parametrize("change", [{"enabled": False}, {"ends_on": "2020-01-02"}])
def test_a_reason_withdrawn_from_the_list_serves_no_more(make_need, moderator, change):
    ModerationReason.objects.filter(key="hors_objet").update(**change)
    with pytest.raises(DomainError, match="n'est plus dans la liste"):
        reject_need(make_need(submitted=True), by=moderator, reason_key="hors_objet")


def test_what_was_told_stays_when_the_list_changes(make_need, moderator):
    need = reject_need(make_need(submitted=True), by=moderator, reason_key="hors_objet")
    said = need.moderation_reason
    ModerationReason.objects.filter(key="hors_objet").update(text="Autre chose.")
    need.refresh_from_db()
    assert need.moderation_reason == said


def test_a_rejection_tells_how_to_contest_it_and_until_when(make_need, moderator):
    reject_need(make_need(submitted=True), by=moderator, reason_key="hors_objet")
    until = timezone.localdate() + timedelta(days=60)
    body = Notification.objects.get().body
    assert "une autre personne de la modération" in body and "tribunal administratif" in body
    assert f"jusqu'au {date_words(until)}" in body


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
